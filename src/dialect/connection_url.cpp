// SPDX-License-Identifier: BSL-1.0
#include <aludel/dialect/connection_url.hpp>

#include <algorithm>
#include <charconv>

#include <aludel/error.hpp>

namespace aludel {
namespace {

[[noreturn]] void reject(std::string_view part, std::string_view cure) {
    throw usage_error{"the connection string's " + std::string{part} + ' ' + std::string{cure}};
}

int hexadecimal_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string percent_decoded(std::string_view text, std::string_view part) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hexadecimal_digit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hexadecimal_digit(text[i + 2]) : -1;
        if (high < 0 || low < 0) {
            reject(part, "has a % that is not followed by two hexadecimal digits; write a percent sign as %25");
        }
        decoded += static_cast<char>(high * 16 + low);
        i += 2;
    }
    if (decoded.find('\0') != std::string::npos) {
        reject(part, "holds a NUL character, which no database takes there");
    }
    return decoded;
}

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_';
}

std::string lower_case(std::string_view text) {
    std::string lower{text};
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return lower;
}

std::uint16_t port_number(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (failed != std::errc{} || end != text.data() + text.size() || port == 0) {
        reject("port", "is not a number from 1 to 65535");
    }
    return port;
}

connection_url::host_port parse_host(std::string_view text) {
    connection_url::host_port parsed;
    std::size_t colon = text.rfind(':');
    if (text.starts_with('[')) {  // an IPv6 address
        const std::size_t close = text.find(']');
        if (close == std::string_view::npos) {
            reject("host", "opens an IPv6 address with [ and does not close it");
        }
        parsed.host = percent_decoded(text.substr(1, close - 1), "host");
        colon = close + 1 == text.size() ? std::string_view::npos : close + 1;
        if (colon != std::string_view::npos && text[colon] != ':') {
            reject("host", "has something other than :port behind the ] of its IPv6 address");
        }
    } else if (text == ":memory:") {
        parsed.host = text;
        return parsed;
    } else if (text.find(':') != colon) {
        reject("host", "has several colons; write an IPv6 address in brackets, as [::1]");
    } else {
        parsed.host = percent_decoded(text.substr(0, colon), "host");
    }
    if (colon != std::string_view::npos) {
        parsed.port = port_number(text.substr(colon + 1));
    }
    return parsed;
}

/// Splits at the first `separator`; `rest` keeps what is before it, the result is what is behind.
std::string_view cut_behind(std::string_view& rest, char separator, bool& found) {
    const std::size_t at = rest.find(separator);
    found = at != std::string_view::npos;
    if (!found) {
        return {};
    }
    const std::string_view behind = rest.substr(at + 1);
    rest = rest.substr(0, at);
    return behind;
}

/// "user:pass?word@host" ends before the question mark.
void refuse_question_mark_in_password(std::string_view parameters) {
    while (!parameters.empty()) {
        const std::string_view parameter = parameters.substr(0, parameters.find('&'));
        if (parameter.substr(0, parameter.find('=')).find('@') != std::string_view::npos) {
            reject("user or password", "holds a ? that must be written as %3F");
        }
        parameters.remove_prefix(std::min(parameter.size() + 1, parameters.size()));
    }
}

void parse_parameters(connection_url& url, std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('&'), text.size());
        std::string_view name = text.substr(0, end);
        bool has_value = false;
        const std::string_view value = cut_behind(name, '=', has_value);
        if (!name.empty()) {
            const std::string decoded = percent_decoded(name, "parameter name");
            if (!url.parameters.emplace(decoded, percent_decoded(value, "parameter " + decoded)).second) {
                reject("parameter " + decoded, "is given twice");
            }
        }
        text = end < text.size() ? text.substr(end + 1) : std::string_view{};
    }
}

void parse_authority(connection_url& url, std::string_view authority) {
    const std::size_t at = authority.rfind('@');
    if (at != std::string_view::npos) {
        std::string_view user = authority.substr(0, at);
        bool has_password = false;
        const std::string_view password = cut_behind(user, ':', has_password);
        url.user = percent_decoded(user, "user");
        url.password = percent_decoded(password, "password");
        authority = authority.substr(at + 1);
    }
    while (!authority.empty()) {
        const std::size_t end = std::min(authority.find(','), authority.size());
        url.hosts.push_back(parse_host(authority.substr(0, end)));
        authority = end < authority.size() ? authority.substr(end + 1) : std::string_view{};
    }
}

}  // namespace

std::string percent_encoded(std::string_view text, std::string_view kept) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        if (is_unreserved(c) || kept.find(c) != std::string_view::npos) {
            encoded += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            encoded += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return encoded;
}

connection_url connection_url::parse(std::string_view text) {
    const std::size_t colon = text.find("://");
    if (colon == std::string_view::npos || colon == 0) {
        reject("scheme", "is missing; the form is scheme://user:password@host:port/database");
    }
    connection_url url;
    url.scheme = lower_case(text.substr(0, colon));
    std::string_view rest = text.substr(colon + 3);
    bool found = false;
    const std::string_view parameters = cut_behind(rest, '?', found);
    refuse_question_mark_in_password(parameters);
    const std::string_view database = cut_behind(rest, '/', found);
    if (!rest.empty() && database.find('@') != std::string_view::npos) {
        reject("user or password", "holds a / that must be written as %2F (or the database an @, as %40)");
    }
    parse_authority(url, rest);
    // Last: what stands here may be the rest of a password with a ? in it, and is named in messages.
    parse_parameters(url, parameters);
    url.database = percent_decoded(database, "database");
    return url;
}

std::string connection_url::without_password() const {
    std::string shown = scheme + "://" + user + (user.empty() ? "" : "@");
    for (std::size_t i = 0; i < hosts.size(); ++i) {
        const bool is_ipv6 = hosts[i].host != ":memory:" && hosts[i].host.find(':') != std::string::npos;
        shown += i == 0 ? "" : ",";
        shown.append(is_ipv6 ? "[" : "").append(hosts[i].host).append(is_ipv6 ? "]" : "");
        if (hosts[i].port != 0) {
            shown += ':';
            shown += std::to_string(hosts[i].port);
        }
    }
    return database.empty() ? shown : shown + '/' + database;
}

std::string connection_url::take(const std::string& name, std::string_view otherwise) {
    const auto node = parameters.extract(name);
    return node.empty() ? std::string{otherwise} : node.mapped();
}

bool connection_url::take_flag(const std::string& name, bool otherwise) {
    const std::string text = lower_case(take(name, otherwise ? "on" : "off"));
    if (text == "on" || text == "true" || text == "1" || text == "yes") {
        return true;
    }
    if (text == "off" || text == "false" || text == "0" || text == "no") {
        return false;
    }
    reject("parameter " + name, "is neither on nor off");
}

std::uint64_t connection_url::take_number(const std::string& name, std::uint64_t otherwise) {
    const std::string text = take(name, std::to_string(otherwise));
    std::uint64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{} || end != text.data() + text.size()) {
        reject("parameter " + name, "is not a whole number");
    }
    return number;
}

}  // namespace aludel
