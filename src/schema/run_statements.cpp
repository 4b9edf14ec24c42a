// SPDX-License-Identifier: BSL-1.0
#include <aludel/error.hpp>
#include <aludel/schema/plan.hpp>

#include "unenforced_foreign_keys.hpp"

namespace aludel::schema {
namespace {

void run_all(session_core& session, std::span<const std::string> statements, function_ref<void(std::size_t)> told) {
    std::size_t ran = 0;
    for (const std::string& sql : statements) {
        session.run(sql);
        told(++ran);
    }
}

}  // namespace

void run_statements(session_core& session, std::span<const std::string> statements,
                    function_ref<void(std::size_t ran)> told) {
    if (session.in_transaction()) {
        throw usage_error{"statements that change tables were to run inside of a transaction; commit it before, since "
                          "not every server keeps them in one"};
    }
    if (!session.facts().transactional_ddl) {
        run_all(session, statements, told);
        return;
    }
    unenforced_foreign_keys foreign_keys{session};
    session.atomically([&] {
        run_all(session, statements, told);
        foreign_keys.require_unbroken();
    });
}

}  // namespace aludel::schema
