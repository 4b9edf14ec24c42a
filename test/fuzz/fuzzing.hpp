// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

#include <aludel/error.hpp>
#include <aludel/model/value.hpp>

/// What each target defines: called by libFuzzer, or by run_corpus.cpp with each file of the corpus.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace fuzzing {

/// Ends the process with a word on what is wrong unless the property holds.
void require(bool holds, const char* property);

std::string_view text_of(const std::uint8_t* data, std::size_t size);

/// %XX is a byte, and everything else stands for itself: so inputs of bytes can be written, and read, as text.
std::string bytes_of(const std::uint8_t* data, std::size_t size);

/// Runs the call. What it throws must be an aludel::error whose text has no NUL; any other exception ends the process.
/// Returns whether it threw none.
template <class Call>
bool completes(Call call) {
    try {
        call();
        return true;
    } catch (const aludel::error& refused) {
        require(*refused.what() != '\0', "an error says something");
        return false;
    }
}

/// Takes values from the front of an input; behind its end there are zeros.
class reader {
public:
    explicit reader(std::string_view bytes) : rest_{bytes} {}

    [[nodiscard]] bool is_at_end() const noexcept { return rest_.empty(); }
    [[nodiscard]] std::string_view rest() const noexcept { return rest_; }

    std::string_view take(std::size_t size);
    /// The least significant byte first.
    template <class Number>
    Number take_number() {
        Number number{};
        const std::string_view bytes = take(sizeof number);
        std::memcpy(&number, bytes.data(), bytes.size());
        return number;
    }
    /// At most 250 bytes, behind their number.
    std::string_view take_text();
    /// Any value but a NULL. It borrows from the input.
    aludel::value_view take_value();
    aludel::value_view take_value_of(aludel::value_kind kind);

private:
    std::string_view rest_;
};

/// Looks at every byte of the value, as whoever reads it would.
void look_at(const aludel::value_view& value);

}  // namespace fuzzing
