// SPDX-License-Identifier: BSL-1.0
#include <filesystem>
#include <iostream>

#include <gtest/gtest.h>

#include "bank_run.hpp"

namespace banks {
namespace {

bank_run asked;

}  // namespace

const bank_run& this_run() {
    return asked;
}

}  // namespace banks

int main(int argc, char** argv) {
    if (argc == 6 && std::string_view{argv[1]} == "--clerk") {
        return banks::be_clerk(argv[2], std::stod(argv[3]), argv[4], static_cast<unsigned>(std::stoul(argv[5])));
    }
    testing::InitGoogleTest(&argc, argv);
    if (argc != 2) {
        std::cerr << "usage: " << argv[0] << " [gtest flags] sqlite|postgresql15|mariadb|mysql56\n";
        return 2;
    }
    banks::asked = {argv[1], std::filesystem::read_symlink("/proc/self/exe")};
    return RUN_ALL_TESTS();
}
