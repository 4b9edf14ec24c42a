// SPDX-License-Identifier: BSL-1.0
#include "database.hpp"

#include <map>
#include <string_view>

#include "memory_files.hpp"

namespace bench {
namespace {

database_kind kind_of(const std::string& scheme) {
    static const std::map<std::string_view, database_kind> kinds{
        {"sqlite", database_kind::sqlite},         {"sqlite3", database_kind::sqlite},
        {"postgresql", database_kind::postgresql}, {"postgres", database_kind::postgresql},
        {"mysql", database_kind::mysql},           {"mariadb", database_kind::mysql}};
    const auto known = kinds.find(scheme);
    if (known == kinds.end()) {
        throw aludel::usage_error{"a URL begins with sqlite:, postgresql:, mysql: or mariadb:"};
    }
    return known->second;
}

bool is_in_memory(const aludel::connection_url& url) {
    return url.database.empty() || url.database == ":memory:";
}

}  // namespace

database::database(const std::string& url) : url_{url} {
    const aludel::connection_url parsed = aludel::connection_url::parse(url);
    kind_ = kind_of(parsed.scheme);
    if (kind_ == database_kind::sqlite && is_in_memory(parsed)) {
        memory_ = std::make_unique<shared_memory_files>();
        url_ = memory_->url();
    }
    engine_ = std::make_unique<aludel::engine>(url_);
    session_ = std::make_unique<aludel::session>(engine_->open_session());
    const std::string& server = session_->facts().server;
    const std::size_t blank = server.rfind(' ');
    name_ = server.substr(0, blank) + (memory_ ? " in memory" : "");
    version_ = server.substr(blank + 1);
}

database::~database() = default;

void database::after_making(const std::string& table) {
    if (kind_ == database_kind::postgresql) {
        // It would work beside one method and not beside another.
        session_->core().run("alter table " + table +
                             " set (autovacuum_enabled = false, toast.autovacuum_enabled = false)");
    }
}

void database::after_filling(const std::string& table) {
    if (kind_ == database_kind::postgresql) {
        session_->core().run("vacuum (analyze) " + table);
    } else if (kind_ == database_kind::mysql) {
        session_->core().run("analyze table " + table);
    }
}

void database::settle() {
    if (kind_ == database_kind::sqlite) {
        session_->core().run("pragma wal_checkpoint(truncate)");
    } else if (kind_ == database_kind::postgresql && may_checkpoint_) {
        try {
            session_->core().run("checkpoint");
        } catch (const aludel::error&) {
            may_checkpoint_ = false;  // for superusers and members of pg_checkpoint only
        }
    }
}

}  // namespace bench
