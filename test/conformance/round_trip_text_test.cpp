// SPDX-License-Identifier: BSL-1.0
#include "round_trip.hpp"

namespace round_trips {

using conformance::facts;
using bytes = std::vector<std::byte>;

/// Not the same byte again and again, which a compressing server would hardly notice.
std::string long_text(std::size_t length) {
    std::string text(length, ' ');
    for (std::size_t i = 0; i < length; ++i) {
        text[i] = static_cast<char>('a' + (i * i + i / 7) % 26);
    }
    return text;
}

template <>
struct samples_of<std::string> {
    static constexpr std::string_view table = "kept_text";
    static std::vector<sample<std::string>> storable() {
        std::vector<sample<std::string>> samples{{"plain", "Alice"},
                                                 {"empty", ""},
                                                 {"a space", " "},
                                                 {"spaces on both sides", "  x  "},
                                                 {"quotes", R"(it's "quoted" `so`)"},
                                                 {"backslashes", R"(\ \\ \n \0 \' ends in \)"},
                                                 {"patterns", "100% _under_ [a-z] ? *"},
                                                 {"placeholders", "{} {{ :p1 $1 ? @x"},
                                                 {"line ends", "one\ntwo\r\nthree\r"},
                                                 {"tab and other controls", "\t\v\f\x01\x1b\x7f"},
                                                 {"NULL as a word", "NULL"},
                                                 {"the end of a copy", "\\."},
                                                 {"several bytes a character", "żółć Ελλάδα 日本語"},
                                                 {"emoji", "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿"},
                                                 {"combining characters, not composed", "e\u0301"},
                                                 {"the same, composed", "\u00e9"},
                                                 {"right to left, with marks", "\u202eשלום\u202c"},
                                                 {"the last character there is", "\U0010FFFF"},
                                                 {"a byte order mark", "\uFEFFx"},
                                                 {"upper case", "ALICE"},
                                                 {"a megabyte", long_text(std::size_t{1} << 20)}};
        if (facts().stores_nul_in_text) {
            const auto more = with_nul();
            samples.insert(samples.end(), more.begin(), more.end());
        }
        return samples;
    }

    static std::vector<sample<std::string>> with_nul() {
        return {{"NUL inside", std::string{"a\0b", 3}},
                {"only NUL", std::string{"\0", 1}},
                {"NUL at the end", std::string{"a\0", 2}}};
    }
};

template <>
struct samples_of<bytes> {
    static constexpr std::string_view table = "kept_bytes";
    static std::vector<sample<bytes>> storable() {
        bytes all_values;
        for (int value = 0; value < 256; ++value) {
            all_values.push_back(static_cast<std::byte>(value));
        }
        bytes long_value(std::size_t{1} << 20);
        for (std::size_t i = 0; i < long_value.size(); ++i) {
            long_value[i] = static_cast<std::byte>((i * 31 + i / 256) & 255);
        }
        return {{"one", bytes{std::byte{7}}},
                {"empty", bytes{}},
                {"a zero", bytes{std::byte{0}}},
                {"two zeros", bytes(2)},
                {"all 256 values", all_values},
                {"as long as a UUID", bytes(16, std::byte{0xff})},
                {"no UTF-8", bytes{std::byte{0xc3}, std::byte{0x28}}},
                {"a megabyte", long_value}};
    }
};

using texts = testing::Types<std::string, bytes>;
INSTANTIATE_TYPED_TEST_SUITE_P(of, round_trip, texts, named_by_table);

TEST(text_on_its_way, nul_in_text_is_stored_or_refused) {
    if (facts().stores_nul_in_text) {
        GTEST_SKIP() << facts().server << " stores it";
    }
    expect_refused(samples_of<std::string>::with_nul());
}

}  // namespace round_trips
