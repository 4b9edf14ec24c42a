// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <aludel/error.hpp>

namespace aludel {

/// What a statement is for.
enum class statement_kind : std::uint8_t {
    plain,        ///< reads, changes or defines; also what a bulk load asks beside sending its rows
    bulk,         ///< carries rows of a bulk load in the dialect's own way, such as COPY or an array of parameters
    transaction,  ///< begins or ends a transaction or a savepoint
};

/// One statement that has run: what `engine_options::on_statement` gets. Never holds values.
struct statement_event {
    std::string_view sql;  ///< with placeholders; valid during the call
    std::chrono::nanoseconds duration{};
    std::uint64_t rows = 0;  ///< returned, or changed where none are returned; of a bulk statement, those it carried
    bool failed = false;
    statement_kind kind = statement_kind::plain;
    bool slow = false;  ///< it took `engine_options::slow_statement` or longer
    /// Of a failed one, how the database's answer is classified. None: something else ended it, such as an exception of
    /// the program's while rows were read.
    std::optional<error_class> error{};
    std::string_view sqlstate{};  ///< as in `error::sqlstate`; valid during the call
    int native_code = 0;          ///< as in `error::native_code`
};

using statement_handler = std::function<void(const statement_event&)>;

/// Times a statement and tells how it ended: by end(), or in the destructor that it failed. Does nothing without a
/// handler, which must outlive it.
class statement_watch {
public:
    statement_watch(const statement_handler* told, statement_kind kind, std::string_view sql) : told_{told} {
        if (told_ != nullptr) {
            begin(kind, sql);
        }
    }
    statement_watch(const statement_watch&) = delete;
    statement_watch& operator=(const statement_watch&) = delete;
    ~statement_watch() {
        if (told_ != nullptr) {
            tell(0, true);
        }
    }

    /// It did what it should.
    void end(std::uint64_t rows) noexcept {
        if (told_ != nullptr) {
            tell(rows, false);
        }
    }

    /// Between these two calls the statement waits for its caller, which takes none of its time.
    void pause() noexcept {
        if (told_ != nullptr) {
            duration_ += std::chrono::steady_clock::now() - started_;
            paused_ = true;
        }
    }
    void resume() noexcept {
        if (told_ != nullptr) {
            started_ = std::chrono::steady_clock::now();
            paused_ = false;
        }
    }

private:
    void begin(statement_kind kind, std::string_view sql);
    void tell(std::uint64_t rows, bool failed) noexcept;

    const statement_handler* told_;
    std::string sql_;
    std::chrono::steady_clock::time_point started_;
    std::chrono::nanoseconds duration_{};
    std::uint64_t failures_before_ = 0;
    statement_kind kind_ = statement_kind::plain;
    bool paused_ = false;
};

}  // namespace aludel
