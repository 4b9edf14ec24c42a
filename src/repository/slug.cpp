// SPDX-License-Identifier: BSL-1.0
#include <aludel/repository/slug.hpp>

#include <algorithm>

#include "model/random_bytes.hpp"

namespace aludel {
namespace {

// Two characters for each code point, made of Unicode's decompositions (15.0, NFKD without marks), and by hand where a
// letter has none: ß, æ, œ, ø, đ, ð, þ, ł, ı and the like. Blank: not a letter that a slug can hold.
constexpr std::string_view latin =  // U+00C0 to U+024F
    "a a a a a a aec e e e e i i i i d n o o o o o   o u u u u y thssa a a a a a aec e e e e i i i i "
    "d n o o o o o   o u u u u y thy a a a a a a c c c c c c c c d d d d e e e e e e e e e e g g g g "
    "g g g g h h h h i i i i i i i i i i ijijj j k k k l l l l l l l l l l n n n n n n n n n o o o o "
    "o o oeoer r r r r r s s s s s s s s t t t t t t u u u u u u u u u u u u w w y y y z z z z z z s "
    "b b b b     o c c d d d d   e e e f f g g hvi i k k l   u n n o o o oioip p r     s     t t t u "
    "u u v y y z z z               w         dzdzdzljljljnjnjnja a i i o o u u u u u u u u u u e a a "
    "a a aeaeg g g g k k o o o o z z j dzdzdzg g hvw n n a a aeaeo o a a a a e e e e i i i i o o o o "
    "r r r r u u u u s s t t y y h h n d ououz z a a e e o o o o o o o o y y l n t j dbqpa c c l t s "
    "z     b u v e e j j q q r r y y ";
constexpr std::string_view latin_additional =  // U+1E00 to U+1EFF
    "a a b b b b b b c c d d d d d d d d d d e e e e e e e e e e f f g g h h h h h h h h h h i i i i "
    "k k k k k k l l l l l l l l m m m m m m n n n n n n n n o o o o o o o o p p p p r r r r r r r r "
    "s s s s s s s s s s t t t t t t t t u u u u u u u u u u v v v v w w w w w w w w w w x x x x y y "
    "z z z z z z h t w y a s s s ssd a a a a a a a a a a a a a a a a a a a a a a a a e e e e e e e e "
    "e e e e e e e e i i i i o o o o o o o o o o o o o o o o o o o o o o o o u u u u u u u u u u u u "
    "u u y y y y y y y y llllv v y y ";

/// Takes a character from the front. Bytes that are not UTF-8 are characters that no slug holds.
char32_t taken_character(std::string_view& text) {
    constexpr char32_t replacement = 0xfffd;
    constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};  // of as many bytes; less is an overlong form
    const auto byte_at = [&](std::size_t i) {
        return static_cast<unsigned char>(text[i]);
    };
    const unsigned char first = byte_at(0);
    const std::size_t size = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    char32_t character = size > 1 ? first & (0x7fu >> size) : first < 0x80 ? first : replacement;
    std::size_t taken = 1;
    for (; taken < size && taken < text.size() && (byte_at(taken) & 0xc0) == 0x80; ++taken) {
        character = character << 6 | (byte_at(taken) & 0x3fu);
    }
    text.remove_prefix(taken);
    return taken == size && character >= least[size] ? character : replacement;
}

std::string_view folded_from(std::string_view table, std::size_t place) {
    const std::string_view letters = table.substr(2 * place, 2);
    return letters.substr(0, letters.find(' '));
}

/// What a slug has in the character's place: nothing for a character that is not of Latin script.
std::string_view folded(char32_t character) {
    static constexpr std::string_view digits_and_letters = "0123456789abcdefghijklmnopqrstuvwxyz";
    if (character >= U'0' && character <= U'9') {
        return digits_and_letters.substr(character - U'0', 1);
    }
    if ((character | 0x20) >= U'a' && (character | 0x20) <= U'z' && character < 0x80) {
        return digits_and_letters.substr((character | 0x20) - U'a' + 10, 1);
    }
    if (character >= 0xc0 && character <= 0x24f) {
        return folded_from(latin, character - 0xc0);
    }
    return character >= 0x1e00 && character <= 0x1eff ? folded_from(latin_additional, character - 0x1e00)
                                                      : std::string_view{};
}

/// An accent that follows its letter.
bool is_combining(char32_t character) {
    return character >= 0x300 && character <= 0x36f;
}

std::string random_suffix(std::size_t length) {
    return random_text(length, "0123456789abcdefghijklmnopqrstuvwxyz");
}

constexpr std::size_t long_suffix = 10;  // 51 bits

/// The slug with something behind it, within the longest.
std::string with_suffix(const std::string& slug, const std::string& suffix, const slug_options& options) {
    const std::size_t behind = options.separator.size() + suffix.size();
    std::string_view kept{slug};
    kept = kept.substr(0, options.longest > behind ? options.longest - behind : 0);
    while (!options.separator.empty() && kept.ends_with(options.separator)) {
        kept.remove_suffix(options.separator.size());
    }
    return kept.empty() ? suffix : std::string{kept}.append(options.separator) + suffix;
}

std::string cut_slug(std::string_view text, const slug_options& options) {
    std::string slug = slugify(text, options.separator).substr(0, options.longest);
    while (!options.separator.empty() && slug.ends_with(options.separator)) {
        slug.resize(slug.size() - options.separator.size());
    }
    return slug;
}

}  // namespace

std::string slugify(std::string_view text, std::string_view separator) {
    std::string slug;
    bool has_gap = false;
    while (!text.empty()) {
        const char32_t character = taken_character(text);
        const std::string_view letters = folded(character);
        if (letters.empty()) {
            has_gap = has_gap || !is_combining(character);
            continue;
        }
        slug += has_gap && !slug.empty() ? separator : std::string_view{};
        slug += letters;
        has_gap = false;
    }
    return slug;
}

namespace detail {

std::string free_slug(std::string_view text, const slug_options& options,
                      function_ref<bool(const std::string&)> is_taken) {
    constexpr int greatest_number = 4;
    const std::string own = cut_slug(text, options);
    std::string proposed = own;
    for (int number = 2; number <= greatest_number && !proposed.empty(); ++number) {
        if (!is_taken(proposed)) {
            return proposed;
        }
        proposed = with_suffix(own, std::to_string(number), options);
    }
    while (proposed.empty() || is_taken(proposed)) {
        proposed = with_suffix(own, random_suffix(long_suffix), options);
    }
    return proposed;
}

void add_under_free_slug(std::string_view text, const slug_options& options,
                         function_ref<bool(const std::string&)> is_taken, function_ref<void(const std::string&)> add) {
    constexpr int most_tries = 4;
    std::string refused;
    for (int tries = 1;; ++tries) {
        std::string slug = free_slug(text, options, is_taken);
        // The same again: a twin's row that this transaction cannot see, or another key. Nobody has a random slug, so
        // with it only another key can be in the way.
        const bool is_random = slug == refused || tries == most_tries;
        if (is_random) {
            slug = with_suffix(cut_slug(text, options), random_suffix(long_suffix), options);
        }
        try {
            add(slug);
            return;
        } catch (const unique_violation&) {
            if (is_random) {
                throw;
            }
        }
        refused = std::move(slug);
    }
}

}  // namespace detail
}  // namespace aludel
