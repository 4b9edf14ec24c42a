// SPDX-License-Identifier: BSL-1.0
#include <aludel/migrate/revision.hpp>

#include <algorithm>

#include <aludel/repository/slug.hpp>

#include "model/random_bytes.hpp"
#include "session/statement_text.hpp"

namespace aludel::migrate {
namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += ' ' + word;
    }
    return text;
}

/// Whether the reader would see more or less than this one statement in its text.
bool needs_brackets(const std::string& sql) {
    const std::vector<std::string_view> statements = statement_text::split(sql + ';');
    const bool is_one = statements.size() == 1 && statements.front().size() == sql.size();
    return !is_one || sql.find("aludel:") != std::string::npos;
}

void append_step(std::string& text, const step& written) {
    const bool brackets = needs_brackets(written.sql);
    text += brackets ? "-- aludel:begin\n" + written.sql + "\n-- aludel:end\n" : written.sql + ";\n";
}

/// One line, whatever the text holds.
std::string one_line(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return text;
}

void append_section(std::string& text, std::string_view way, const section& written) {
    text += "\n-- aludel:" + std::string{way} + joined(written.databases) + '\n';
    text += written.in_transaction ? "" : "-- aludel:without transaction\n";
    for (const std::string& each : written.missing) {
        text += "-- aludel:missing " + one_line(each) + '\n';
    }
    step last;
    for (const step& each : written.steps) {
        if (each.changes_data != last.changes_data || each.until_nothing != last.until_nothing) {
            text += !each.changes_data   ? "-- aludel:schema\n"
                    : each.until_nothing ? "-- aludel:data in parts\n"
                                         : "-- aludel:data\n";
        }
        append_step(text, each);
        last.changes_data = each.changes_data;
        last.until_nothing = each.until_nothing;
    }
}

}  // namespace

std::string text_of(const revision& written) {
    std::string text = "-- aludel:revision " + written.id + '\n';
    text += written.parents.empty() ? "" : "-- aludel:parent" + joined(written.parents) + '\n';
    text += "-- aludel:message " + one_line(written.message) + '\n';
    for (const section& each : written.up) {
        append_section(text, "up", each);
    }
    for (const section& each : written.down) {
        append_section(text, "down", each);
    }
    return text;
}

std::string new_revision_id() {
    constexpr std::size_t characters = 12;
    return random_text(characters, "0123456789abcdef");
}

std::string file_name_of(const revision& named) {
    constexpr std::size_t longest = 40;
    std::string slug = slugify(named.message, "_");
    if (slug.size() > longest) {
        const std::size_t end = slug.rfind('_', longest);
        slug.resize(end == std::string::npos ? longest : end);
    }
    return named.id + (slug.empty() ? "" : '_' + slug) + ".sql";
}

}  // namespace aludel::migrate
