// SPDX-License-Identifier: BSL-1.0
#include "temporary_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include <aludel/dialect/connection_url.hpp>

namespace bench {

temporary_folder::temporary_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "aludel-bench-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
        throw std::system_error{errno, std::generic_category(), "cannot make a folder for temporary files"};
    }
    path_ = name;
}

temporary_folder::~temporary_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string temporary_folder::sqlite_url() const {
    return "sqlite:///" + aludel::percent_encoded((path_ / "bench.db").string(), "/");
}

}  // namespace bench
