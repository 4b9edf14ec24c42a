// SPDX-License-Identifier: BSL-1.0
// In the place of libFuzzer, which comes with clang only: every compiler's tests see the corpus.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "fuzzing.hpp"

int main(int argc, char** argv) {
    int runs = 0;
    for (int i = 1; i < argc; ++i) {
        for (const auto& entry : std::filesystem::directory_iterator{argv[i]}) {
            std::cerr << entry.path().filename().string() << '\n';  // said first: a finding ends the process
            std::ifstream file{entry.path(), std::ios::binary};
            const std::string input{std::istreambuf_iterator<char>{file}, {}};
            LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
            ++runs;
        }
    }
    std::cout << runs << " inputs\n";
    return runs > 0 ? 0 : 1;
}
