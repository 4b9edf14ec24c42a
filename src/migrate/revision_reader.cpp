// SPDX-License-Identifier: BSL-1.0
#include <aludel/migrate/revision.hpp>

#include <algorithm>

#include <aludel/error.hpp>

#include "session/statement_text.hpp"
#include "text_checksum.hpp"

namespace aludel::migrate {
namespace {

constexpr std::string_view marker_begin = "aludel:";

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(blanks);
    return begin == std::string_view::npos ? std::string_view{}
                                           : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::vector<std::string> words_of(std::string_view text) {
    constexpr std::string_view separators = " \t,";
    std::vector<std::string> words;
    for (std::size_t at = text.find_first_not_of(separators); at != std::string_view::npos;
         at = text.find_first_not_of(separators, at)) {
        const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
        words.emplace_back(text.substr(at, end - at));
        at = end;
    }
    return words;
}

bool is_id(std::string_view text) {
    const auto is_allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), is_allowed);
}

/// Over the lines without blanks at their ends: an editor or a version control system that changes those changes
/// nothing.
class line_checksum {
public:
    void add(std::string_view line) {
        const std::size_t end = line.find_last_not_of(" \t\r");
        if (end == std::string_view::npos) {
            ++empty_lines_;
            return;
        }
        for (; empty_lines_ > 0; --empty_lines_) {
            sum_.add(std::string_view{});
        }
        sum_.add(line.substr(0, end + 1));
    }
    [[nodiscard]] std::string text() const { return sum_.text(); }

private:
    text_checksum sum_;
    std::size_t empty_lines_ = 0;  // those at the end do not count
};

/// Reads line by line: a marker says what the lines behind it are.
class revision_reader {
public:
    explicit revision_reader(std::string_view file) { read_.file = file; }

    void take(std::string_view line) {
        ++line_number_;
        checksum_.add(line);
        const std::string_view text = trimmed(line);
        const std::string_view comment = text.starts_with("--") ? trimmed(text.substr(2)) : std::string_view{};
        if (comment.starts_with(marker_begin)) {
            take_marker(comment.substr(marker_begin.size()));
        } else if (open_ == nullptr) {
            require(text.empty() || text.starts_with("--"), "SQL stands before the first \"-- aludel:up\" or "
                                                            "\"-- aludel:down\"; put it behind one of them");
        } else {
            sql_ += line;
            sql_ += '\n';
        }
    }

    revision end() {
        require(!inside_statement_, "\"-- aludel:begin\" has no \"-- aludel:end\"");
        close_steps();
        require(!read_.id.empty(), "\"-- aludel:revision\" is missing; it gives the revision's id");
        require_distinct(read_.up, "up");
        require_distinct(read_.down, "down");
        read_.checksum = checksum_.text();
        return std::move(read_);
    }

private:
    void take_marker(std::string_view marker) {
        const std::size_t end = std::min(marker.find_first_of(" \t"), marker.size());
        const std::string_view name = marker.substr(0, end);
        const std::string_view value = trimmed(marker.substr(end));
        if (name == "begin" || name == "end") {
            take_statement_marker(name == "begin");
            return;
        }
        require(!inside_statement_, "\"-- aludel:begin\" has no \"-- aludel:end\" before this line");
        if (name == "up" || name == "down") {
            open_section(name == "up" ? read_.up : read_.down, value);
        } else if (name == "schema" || name == "data" || name == "without") {
            take_section_marker(name, value);
        } else if (name == "missing") {
            require(open_ != nullptr && !value.empty(),
                    "\"-- aludel:missing\" stands inside a section, and says what is to be written there");
            open_->missing.emplace_back(value);
        } else {
            take_head(name, value);
        }
    }

    void take_head(std::string_view name, std::string_view value) {
        require(open_ == nullptr,
                "this marker stands behind a section; those of the revision stand before all sections, "
                "and inside one there are schema, data, without transaction, missing, begin and end");
        if (name == "revision") {
            require(read_.id.empty(), "the revision has two ids");
            require(is_id(value), "an id has 1 to 64 letters, digits and underscores");
            read_.id = value;
        } else if (name == "parent") {
            read_.parents = words_of(value);
            require(std::all_of(read_.parents.begin(), read_.parents.end(), is_id),
                    "an id has 1 to 64 letters, digits and underscores");
        } else {
            require(name == "message",
                    "there is no such marker; there are revision, parent, message, up, down, schema, "
                    "data, without transaction, missing, begin and end");
            read_.message = value;
        }
    }

    void open_section(std::vector<section>& way, std::string_view databases) {
        close_steps();
        way.push_back({.databases = words_of(databases), .steps = {}, .in_transaction = true});
        open_ = &way.back();
        changes_data_ = in_parts_ = false;
    }

    void take_section_marker(std::string_view name, std::string_view value) {
        require(open_ != nullptr, "this marker stands inside a section, behind \"-- aludel:up\" or \"-- aludel:down\"");
        close_steps();
        if (name == "without") {
            require(value == "transaction" && open_->steps.empty(),
                    "it is written \"-- aludel:without transaction\", and stands before the section's first statement");
            open_->in_transaction = false;
            return;
        }
        changes_data_ = name == "data";
        in_parts_ = changes_data_ && value == "in parts";
        require(value.empty() || in_parts_, "behind data may stand \"in parts\", behind schema nothing");
    }

    void take_statement_marker(bool begins) {
        require(open_ != nullptr && begins != inside_statement_,
                "\"-- aludel:begin\" and \"-- aludel:end\" stand around one statement inside a section");
        if (begins) {
            close_steps();
        } else {
            require(!trimmed(sql_).empty(), "there is no statement between \"-- aludel:begin\" and \"-- aludel:end\"");
            open_->steps.push_back({std::string{trimmed(sql_)}, changes_data_, in_parts_});
            sql_.clear();
        }
        inside_statement_ = begins;
    }

    void close_steps() {
        for (const std::string_view statement : statement_text::split(sql_)) {
            require(statement_text::first_word(statement) != "delimiter",
                    "before this line stands \"delimiter\", which is a command of a client and no SQL; leave it "
                    "out, since what stands from begin to end is one statement here");
            require(!statement_text::is_open(statement),
                    "before this line, what a trigger or a routine does has no end that can be seen; put \"-- "
                    "aludel:begin\" and \"-- aludel:end\" around the statement that creates it");
            open_->steps.push_back({std::string{trimmed(statement)}, changes_data_, in_parts_});
        }
        sql_.clear();
    }

    void require_distinct(const std::vector<section>& sections, std::string_view way) const {
        std::vector<std::string> named;
        for (const section& each : sections) {
            named.insert(named.end(), each.databases.begin(), each.databases.end());
            if (each.databases.empty()) {
                named.emplace_back();
            }
        }
        std::sort(named.begin(), named.end());
        const auto twice = std::adjacent_find(named.begin(), named.end());
        require(twice == named.end(), "there are two sections \"-- aludel:" + std::string{way} +
                                          (twice == named.end() || twice->empty() ? std::string{} : ' ' + *twice) +
                                          "\"; write one");
    }

    void require(bool holds, const std::string& otherwise) const {
        if (!holds) {
            throw usage_error{read_.file + ':' + std::to_string(line_number_) + ": " + otherwise};
        }
    }

    revision read_;
    line_checksum checksum_;
    section* open_ = nullptr;
    std::string sql_;  // of the open section, that is not in its steps yet
    std::size_t line_number_ = 0;
    bool changes_data_ = false;
    bool in_parts_ = false;
    bool inside_statement_ = false;
};

}  // namespace

revision read_revision(std::string_view text, std::string_view file) {
    revision_reader reader{file};
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        reader.take(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return reader.end();
}

const section* section_for(std::span<const section> sections, std::span<const std::string_view> databases) {
    for (const std::string_view database : databases) {
        for (const section& each : sections) {
            if (std::find(each.databases.begin(), each.databases.end(), database) != each.databases.end()) {
                return &each;
            }
        }
    }
    const auto general =
        std::find_if(sections.begin(), sections.end(), [](const section& each) { return each.databases.empty(); });
    return general == sections.end() ? nullptr : &*general;
}

}  // namespace aludel::migrate
