// SPDX-License-Identifier: BSL-1.0
#include "memory_files.hpp"

#include <stdexcept>

#ifdef BENCH_HAS_SQLITE
#include <sqlite3.h>
#endif

namespace bench {

#ifdef BENCH_HAS_SQLITE

shared_memory_files::shared_memory_files() {
    // memdb shares a database whose name begins with a slash between connections: SQLite 3.36 (2021-06), memdb.c.
    ::sqlite3_vfs* const memory = ::sqlite3_vfs_find("memdb");
    if (memory == nullptr || ::sqlite3_libversion_number() < 3'036'000) {
        throw std::runtime_error{"this SQLite cannot share a database in memory; it takes version 3.36"};
    }
    ::sqlite3_vfs_register(memory, 1);
}

shared_memory_files::~shared_memory_files() {
    ::sqlite3_vfs_register(::sqlite3_vfs_find("unix"), 1);
}

#else

shared_memory_files::shared_memory_files() {
    throw std::runtime_error{"SQLite is not built in"};
}

shared_memory_files::~shared_memory_files() = default;

#endif

std::string shared_memory_files::url() const {
    return "sqlite:////aludel-bench?journal_mode=memory";
}

}  // namespace bench
