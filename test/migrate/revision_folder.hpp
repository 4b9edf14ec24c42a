// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <aludel/migrate/revision.hpp>

namespace migrating {

/// A folder with revisions, for as long as this lives.
class revision_folder {
public:
    revision_folder()
        : path_{std::filesystem::temp_directory_path() / ("aludel-migrate-" + aludel::migrate::new_revision_id())} {
        std::filesystem::create_directory(path_);
    }
    revision_folder(const revision_folder&) = delete;
    revision_folder& operator=(const revision_folder&) = delete;
    ~revision_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    void add(const std::string& name, std::string_view text) const { std::ofstream{path_ / name} << text; }
    [[nodiscard]] std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

}  // namespace migrating
