// SPDX-License-Identifier: BSL-1.0
// CSV as in RFC 4180, with lines that may also end without a carriage return.
#include <cstring>

#include <aludel/error.hpp>

#include "data_reader.hpp"

namespace aludel::migrate {
namespace {

class csv_reader final : public data_reader {
public:
    explicit csv_reader(const std::string& path) : data_reader{path} {
        skip_byte_order_mark();
        if (read_whole([this] { return read_record(); }) == found::end) {
            fail_at(1, "it is empty; its first line holds the names of the columns");
        }
        for (const file_value& name : values_) {
            columns_.emplace_back(name.text());
        }
    }

    bool next() override {
        ++rows_;
        found what{};
        do {
            what = read_whole([this] { return read_record(); });
        } while (what == found::record && is_blank() && columns_.size() > 1);
        if (what == found::end) {
            return false;
        }
        if (values_.size() != columns_.size()) {
            fail("it has " + std::to_string(values_.size()) + " values, and the first line names " +
                 std::to_string(columns_.size()) + " columns; put a text that holds a comma or ends a line in quotes");
        }
        return true;
    }

    [[nodiscard]] bool quotes_text() const noexcept override { return false; }

private:
    /// UTF-8 as some programs begin it.
    void skip_byte_order_mark() {
        window_.widen();
        if (window_.end() - window_.begin() >= 3 && std::memcmp(window_.begin(), "\xEF\xBB\xBF", 3) == 0) {
            window_.move_to(window_.begin() + 3);
        }
    }

    [[nodiscard]] bool is_blank() const { return values_.size() == 1 && values_[0].is_null; }

    found read_record() {
        values_.clear();
        doubled_.clear();
        at_ = window_.begin();
        end_ = window_.end();
        if (at_ == end_) {
            return window_.is_last() ? found::end : found::more;
        }
        do {
            if (!read_one()) {
                return found::more;
            }
        } while (at_ != end_ && *at_ == ',' && (++at_, true));
        if (!skip_line_end()) {
            return found::more;
        }
        // Only now: a record that is read again must be as it was.
        for (const std::size_t each : doubled_) {
            halve_quotes(values_[each]);
        }
        finish_record(window_.begin(), at_);
        return found::record;
    }

    /// False: the window ends before it is known where the value does.
    bool read_one() {
        if (at_ == end_) {
            values_.push_back({.begin = at_, .size = 0, .is_null = true});
            return window_.is_last();
        }
        return *at_ == '"' ? read_quoted() : read_plain();
    }

    bool read_plain() {
        char* const begin = at_;
        while (at_ != end_ && *at_ != ',' && *at_ != '\n' && *at_ != '\r') {
            if (*at_ == '"') {
                fail_here(at_, "a quote stands inside a value that is not in quotes; put it in quotes and double "
                               "the quotes inside");
            }
            ++at_;
        }
        const auto size = static_cast<std::size_t>(at_ - begin);
        values_.push_back({.begin = begin, .size = size, .is_null = size == 0});
        return at_ != end_ || window_.is_last();
    }

    bool read_quoted() {
        char* const begin = ++at_;
        bool has_doubled = false;
        for (;;) {
            at_ = static_cast<char*>(std::memchr(at_, '"', static_cast<std::size_t>(end_ - at_)));
            if (at_ == nullptr || at_ + 1 == end_) {
                if (!window_.is_last()) {
                    return false;
                }
                if (at_ == nullptr) {
                    fail_here(begin, "the quotes that begin here do not end");
                }
                break;
            }
            if (at_[1] != '"') {
                break;
            }
            has_doubled = true;
            at_ += 2;
        }
        if (has_doubled) {
            doubled_.push_back(values_.size());
        }
        values_.push_back({.begin = begin, .size = static_cast<std::size_t>(at_ - begin), .is_quoted = true});
        ++at_;
        return true;
    }

    /// Moves behind the end of the line. False: it is not in the window.
    bool skip_line_end() {
        if (at_ == end_) {
            return window_.is_last();
        }
        if (*at_ == '\r') {
            if (at_ + 1 == end_ && !window_.is_last()) {
                return false;
            }
            if (at_ + 1 == end_ || at_[1] != '\n') {
                fail_here(at_, "a line ends here with a carriage return alone; end lines with a line feed, or put "
                               "the text in quotes");
            }
            ++at_;
        }
        if (*at_ != '\n') {
            fail_here(at_, "something stands behind the quotes that end a value; separate values by commas, and "
                           "double the quotes inside of one");
        }
        ++at_;
        return true;
    }

    static void halve_quotes(file_value& value) {
        char* to = value.begin;
        for (const char* from = value.begin; from != value.begin + value.size; ++from) {
            *to++ = *from;
            from += *from == '"' ? 1 : 0;
        }
        value.size = static_cast<std::size_t>(to - value.begin);
    }

    char* at_ = nullptr;
    char* end_ = nullptr;
    std::vector<std::size_t> doubled_;  // values with quotes inside
};

}  // namespace

std::unique_ptr<data_reader> open_csv(const std::string& path) {
    return std::make_unique<csv_reader>(path);
}

}  // namespace aludel::migrate
