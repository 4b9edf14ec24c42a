// SPDX-License-Identifier: BSL-1.0
#include <aludel/error.hpp>
#include <aludel/schema/plan.hpp>

namespace aludel::schema {
namespace {

void run_all(session_core& session, std::span<const std::string> statements, function_ref<void(std::size_t)> told) {
    std::size_t ran = 0;
    for (const std::string& sql : statements) {
        session.run(sql);
        told(++ran);
    }
}

bool watches_foreign_keys(session_core& session, const rebuild_guard& guard) {
    bool is_on = false;
    session.query(guard.is_on, {}, {}, [&is_on](std::span<const value_view> row) {
        is_on = !row[0].is_null() && row[0].text() == "1";
        return false;
    });
    return is_on;
}

void require_unbroken(session_core& session, const rebuild_guard& guard) {
    std::string broken;
    session.query(guard.broken, {}, {}, [&broken](std::span<const value_view> row) {
        broken += broken.empty() ? "" : ", ";
        broken += row[0].is_null() ? std::string_view{} : row[0].text();
        return true;
    });
    if (!broken.empty()) {
        throw foreign_key_violation{"after these statements rows of " + broken +
                                    " would refer to rows that do not exist; nothing was changed"};
    }
}

/// Foreign keys are off as long as it exists.
class suspended_foreign_keys {
public:
    suspended_foreign_keys(session_core& session, const rebuild_guard& guard) : session_{session}, guard_{guard} {
        session_.run(guard_.suspend);
    }
    suspended_foreign_keys(const suspended_foreign_keys&) = delete;
    suspended_foreign_keys& operator=(const suspended_foreign_keys&) = delete;
    ~suspended_foreign_keys() {
        try {
            session_.run(guard_.resume);
        } catch (const error&) {  // the connection is gone, and the setting with it
        }
    }

private:
    session_core& session_;
    const rebuild_guard& guard_;
};

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
    const rebuild_guard guard = session.dialect().guard_of_rebuild();
    if (guard.suspend.empty() || !watches_foreign_keys(session, guard)) {
        session.atomically([&] { run_all(session, statements, told); });
        return;
    }
    const suspended_foreign_keys suspended{session, guard};
    session.atomically([&] {
        run_all(session, statements, told);
        require_unbroken(session, guard);
    });
}

}  // namespace aludel::schema
