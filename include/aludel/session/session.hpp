// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <aludel/session/canceller.hpp>
#include <aludel/session/row_stream.hpp>
#include <aludel/session/session_core.hpp>
#include <aludel/session/sql_format.hpp>
#include <aludel/sql/operand.hpp>

namespace aludel {

namespace detail {

/// The text with the server's placeholders in place of {}.
std::string with_placeholders(std::string_view text, const syntax& facts);

template <class Argument>
value_view bind_argument(const Argument& argument, scratch& temporaries) {
    if constexpr (std::convertible_to<const Argument&, std::string_view>) {
        return value_view::of_text(std::string_view{argument});
    } else if constexpr (std::same_as<Argument, std::nullopt_t>) {
        return value_view{};
    } else {
        static_assert(has_codec<without_optional_t<Argument>>,
                      "aludel: this argument's type is no SQL value; give it an aludel::field_codec");
        return encode_field(argument, temporaries);
    }
}

[[noreturn]] void throw_row_count(bool none, std::string_view sql);

}  // namespace detail

/// One conversation with the database on one connection, which goes back to the engine's pool at the end. Outside a
/// transaction each statement stands alone. Belongs to one thread at a time; must not outlive its engine.
class session {
public:
    explicit session(std::unique_ptr<session_core> core) noexcept : core_{std::move(core)} {}

    /// Runs a statement; returns how many rows it changed. Each {} is an argument, bound as a parameter.
    /// Throws the classified error.
    template <class... Arguments>
    std::uint64_t execute(sql_format<sizeof...(Arguments)> sql, const Arguments&... arguments) {
        scratch temporaries;
        return core_->change(detail::with_placeholders(sql.text(), core_->facts().syntax),
                             std::initializer_list<value_view>{detail::bind_argument(arguments, temporaries)...});
    }

    /// Runs a query and returns its rows as mapped structs (by column name; columns that the struct does not have are
    /// left aside), std::tuples or single values (by position). Throws mapping_error when they do not fit.
    template <class T, class... Arguments>
    std::vector<T> query(sql_format<sizeof...(Arguments)> sql, const Arguments&... arguments) {
        static_assert(!std::is_same_v<T, bool>, "aludel: query<bool> would be std::vector<bool>, which has no objects "
                                                "to write to; ask for std::tuple<bool>");
        scratch temporaries;
        std::vector<T> rows;
        core_->query_objects(detail::with_placeholders(sql.text(), core_->facts().syntax),
                             std::initializer_list<value_view>{detail::bind_argument(arguments, temporaries)...},
                             detail::shape_of<T>(),
                             {&rows, &detail::append_to_vector<T>, &detail::reserve_in_vector<T>});
        return rows;
    }

    /// The only row of a query. Throws not_found or multiple_results when there is not exactly one.
    template <class T, class... Arguments>
    T query_one(sql_format<sizeof...(Arguments)> sql, const Arguments&... arguments) {
        auto rows = query<std::conditional_t<std::is_same_v<T, bool>, std::tuple<bool>, T>>(sql, arguments...);
        if (rows.size() != 1) {
            detail::throw_row_count(rows.empty(), sql.text());
        }
        if constexpr (std::is_same_v<T, bool>) {
            return std::get<0>(rows.front());
        } else {
            return std::move(rows.front());
        }
    }

    /// The rows of a query one by one, in constant memory.
    template <class T, class... Arguments>
    row_stream<T> stream(sql_format<sizeof...(Arguments)> sql, const Arguments&... arguments) {
        scratch temporaries;
        return row_stream<T>{
            core_->start(detail::with_placeholders(sql.text(), core_->facts().syntax),
                         std::initializer_list<value_view>{detail::bind_argument(arguments, temporaries)...},
                         fetch::streamed, detail::shape_of<T>().kinds)};
    }

    /// From now on a statement that takes longer is ended and throws `timeout`, after which the session can go on; 0:
    /// any time. Counted from the start of a statement until its rows are here; of a stream, each wait for a row; of a
    /// bulk load, each wait for the database to take a row or a batch. What goes through soci() is not limited. A
    /// commit and a rollback are not ended: like what does not end within five seconds of being told to, they are cut
    /// off then, as `connection_lost`. Throws usage_error where the database has no way to end statements
    /// (facts().ends_statements).
    void set_statement_timeout(std::chrono::milliseconds limit) { core_->set_statement_timeout(limit); }
    /// What ends this session's statements from another thread. Throws usage_error where the database has no way to.
    [[nodiscard]] aludel::canceller canceller() { return core_->canceller(); }

    /// Calls it when what is done now stays: after the commit of the outermost transaction, at once where none is open,
    /// and never if this transaction, or one around it, is rolled back. The session may be used in it, outside of the
    /// transaction then. What it throws is lost: nothing that was committed can be undone. Throws usage_error inside a
    /// transaction that plain SQL began, whose end is not seen.
    void after_commit(std::function<void()> call) { core_->after_commit(std::move(call)); }
    /// Calls it when what is done now is undone: at the end of the outermost transaction, if that or this inner one is
    /// rolled back; never where no transaction is open. Neither is called after a commit whose outcome is unknown.
    void after_rollback(std::function<void()> call) { core_->after_rollback(std::move(call)); }

    /// SOCI's session on the same connection, in the same transaction.
    [[nodiscard]] soci::session& soci() { return core_->soci(); }
    /// What the server can do.
    [[nodiscard]] const capabilities& facts() const noexcept { return core_->facts(); }
    [[nodiscard]] bool in_transaction() const noexcept { return core_->in_transaction(); }
    [[nodiscard]] session_core& core() noexcept { return *core_; }

private:
    std::unique_ptr<session_core> core_;
};

}  // namespace aludel
