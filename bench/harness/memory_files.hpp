// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

namespace bench {

/// Makes SQLite keep new files in memory, where every connection of the process finds them by their name, as long as
/// this object lives: the methods, which connect by a URL each, then meet in one database.
class shared_memory_files {
public:
    shared_memory_files();
    shared_memory_files(const shared_memory_files&) = delete;
    shared_memory_files& operator=(const shared_memory_files&) = delete;
    ~shared_memory_files();

    /// A new database in memory. It is gone when its last connection is closed.
    [[nodiscard]] std::string url() const;
};

}  // namespace bench
