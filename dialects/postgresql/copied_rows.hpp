// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include "libpq.hpp"

namespace aludel::postgresql {

/// The rows of a SELECT that runs inside COPY … TO STDOUT (FORMAT binary): they can be decoded while the server makes
/// the next ones, and libpq 15 builds no result around them.
class copied_rows {
public:
    /// The COPY has begun.
    explicit copied_rows(PGconn* native) noexcept : native_{native} {}
    copied_rows(const copied_rows&) = delete;
    copied_rows& operator=(const copied_rows&) = delete;
    /// Drops what is still to come.
    ~copied_rows();

    /// Moves to the next row; false behind the last one that came. Throws connection_lost for bytes that are no row.
    bool next();
    /// The fields of the present row.
    [[nodiscard]] std::string_view fields() const noexcept { return fields_; }
    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }

    /// Takes what is still to come into memory: the connection is free then.
    void keep_rest() noexcept;
    /// Whether the server has sent the last row. Then verdict() is the server's word on all of them.
    [[nodiscard]] bool is_over() const noexcept { return over_; }
    [[nodiscard]] const PGresult* verdict() const noexcept { return verdict_.get(); }

private:
    struct free_message {
        void operator()(char* bytes) const noexcept { PQfreemem(bytes); }
    };
    struct message {
        std::unique_ptr<char, free_message> bytes;
        std::size_t size = 0;
    };

    [[nodiscard]] message receive() noexcept;

    PGconn* native_;
    message present_;
    std::string_view fields_;
    std::deque<message> kept_;
    bool has_begun_ = false;
    bool over_ = false;
    result_handle verdict_;
    std::size_t rows_ = 0;
};

/// The statements that run a SELECT, prepared under this name, by copied_rows; empty where that cannot be. The first
/// makes sure that the result still is what the server described, and has no one change that before the second.
std::string copying_statements(std::string_view prepared_name, std::string_view select);

}  // namespace aludel::postgresql
