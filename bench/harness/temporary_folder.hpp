// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <string>

namespace bench {

/// A folder that is removed with all that is in it at the end.
class temporary_folder {
public:
    temporary_folder();
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;
    ~temporary_folder();

    /// A database file in it.
    [[nodiscard]] std::string sqlite_url() const;

private:
    std::filesystem::path path_;
};

}  // namespace bench
