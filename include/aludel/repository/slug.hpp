// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include <aludel/model/function_ref.hpp>
#include <aludel/repository/repository.hpp>

namespace aludel {

/// The text as part of a URL: letters and digits of ASCII in lower case, and a separator for each run of others.
/// Latin letters lose their accents ("Ærø" is "aero"); letters of other scripts are others, so that a text
/// without Latin ones gives an empty slug. The text is UTF-8; bytes that are not are others.
[[nodiscard]] std::string slugify(std::string_view text, std::string_view separator = "-");

struct slug_options {
    std::string_view separator = "-";
    std::size_t longest = 100;  ///< bytes, with the suffix that makes it unique
};

namespace detail {

/// A slug of the text that is not taken: the text's own, or one with a number, or with a random suffix.
std::string free_slug(std::string_view text, const slug_options& options,
                      function_ref<bool(const std::string&)> is_taken);

/// Stores under a free slug; `add` throws unique_violation if a twin took it, and is called again with another one.
void add_under_free_slug(std::string_view text, const slug_options& options,
                         function_ref<bool(const std::string&)> is_taken, function_ref<void(const std::string&)> add);

template <class T, auto... Path>
struct slug_member {
    static_assert(std::is_same_v<typename path_traits<Path...>::root, T>,
                  "aludel: the slug is a member of another struct than the repository's");
    static_assert(std::is_same_v<without_optional_t<typename path_traits<Path...>::field>, std::string>,
                  "aludel: a slug is a std::string");

    static bool is_taken(repository<T>& rows, const std::string& slug) {
        return rows.with_removed().where(col<Path...> == slug).exists();  // removed rows keep their unique values
    }
};

template <auto First, auto... Rest, class Struct>
auto& member_at(Struct& object) {
    if constexpr (sizeof...(Rest) == 0) {
        return object.*First;
    } else {
        return member_at<Rest...>(object.*First);
    }
}

}  // namespace detail

/// A slug of the text that no row has: its own, or with "-2", "-3", "-4", or with a random suffix; each is looked for.
/// A text without letters and digits gets a random one. A twin may take it before it is stored: see add_with_slug.
template <auto... Path, class T>
[[nodiscard]] std::string unique_slug(repository<T>& rows, std::string_view text, const slug_options& options = {}) {
    using member = detail::slug_member<T, Path...>;
    return detail::free_slug(text, options, [&](const std::string& slug) { return member::is_taken(rows, slug); });
}

/// Adds the object under a slug made of the text, and returns it as stored. Should others take the slug in between, it
/// gets another: that takes a unique key on the slug. A violation of another key is thrown.
template <auto... Path, class T>
T add_with_slug(repository<T>& rows, T object, std::string_view text, const slug_options& options = {}) {
    using member = detail::slug_member<T, Path...>;
    T stored{};
    detail::add_under_free_slug(
        text, options, [&](const std::string& slug) { return member::is_taken(rows, slug); },
        [&](const std::string& slug) {
            detail::member_at<Path...>(object) = slug;
            stored = rows.add(object);
        });
    return stored;
}

}  // namespace aludel
