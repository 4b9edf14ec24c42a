// SPDX-License-Identifier: BSL-1.0
#include "generic_connection.hpp"

#include <algorithm>

#include <soci/soci.h>

#include <aludel/dialect/dialect.hpp>

#include "generic_statement.hpp"
#include "statement_text.hpp"

namespace aludel {
namespace {

// Databases look named parameters up in lists, so the time to prepare grows with the square of their number: on SQLite
// 3.40 32 000 take seconds, and 1000 a millisecond.
constexpr std::size_t most_named_parameters = 1000;

capabilities through_soci(capabilities facts) {
    facts.syntax.placeholders = placeholder_style::colon_name;
    facts.syntax.max_parameters = std::min(facts.syntax.max_parameters, most_named_parameters);
    // SOCI cuts text at NUL on some databases (PostgreSQL: strcpy, seen on 4.0.3), and does not say on which.
    facts.stores_nul_in_text = false;
    facts.stores_negative_zero = false;  // sent to MySQL as text without its sign, seen on 4.0.3
    facts.prepares_by_type = false;
    return facts;
}

/// What a statement does to the transaction, by its first words: SOCI does not tell whether one is open.
enum class transaction_effect { none, begins, ends };

transaction_effect effect_of(std::string_view sql) {
    const std::string word = statement_text::first_word(sql);
    if (word == "begin" || word == "start") {
        return transaction_effect::begins;
    }
    if (word == "commit" || word == "end") {
        return transaction_effect::ends;
    }
    if (word == "rollback") {
        const bool is_partial =
            sql.find(" to ") != std::string_view::npos || sql.find(" TO ") != std::string_view::npos;
        return is_partial ? transaction_effect::none : transaction_effect::ends;
    }
    return transaction_effect::none;
}

/// "begin" and the like as a statement of the user's.
class transaction_statement final : public generic_statement {
public:
    transaction_statement(soci::session& session, const dialect& spoken, const capabilities& facts,
                          std::string_view sql, transaction_effect effect, bool& in_transaction)
        : generic_statement{session, spoken, facts, sql}, effect_{effect}, in_transaction_{&in_transaction} {}

    void execute(std::span<const value_view> parameters, fetch mode) override {
        generic_statement::execute(parameters, mode);
        *in_transaction_ = effect_ == transaction_effect::begins;
    }

private:
    transaction_effect effect_;
    bool* in_transaction_;
};

class generic_connection final : public connection {
public:
    generic_connection(soci::session& session, const dialect& spoken, capabilities facts)
        : session_{&session}, dialect_{&spoken}, facts_{through_soci(std::move(facts))} {}

    [[nodiscard]] const capabilities& facts() const noexcept override { return facts_; }

    std::unique_ptr<statement> prepare(std::string_view sql, std::span<const value_kind>) override {
        const transaction_effect effect = effect_of(sql);
        if (effect != transaction_effect::none) {
            return std::make_unique<transaction_statement>(*session_, *dialect_, facts_, sql, effect, in_transaction_);
        }
        return std::make_unique<generic_statement>(*session_, *dialect_, facts_, sql);
    }

    void run(std::string_view sql) override {
        for (const std::string_view one : statement_text::split(sql)) {
            run_one(one);
        }
    }

    /// As the dialect knows, or as far as the statements that went through this connection tell: what went through SOCI
    /// is not seen then.
    [[nodiscard]] bool in_transaction() const noexcept override {
        return dialect_->in_transaction(*session_, in_transaction_);
    }

    /// A transaction that was begun otherwise, in the text of a statement or through SOCI, is not known here.
    void reset() override {
        // One that is not known to be open is no news.
        statement_watch watch{in_transaction() ? watcher() : nullptr, statement_kind::transaction, "rollback"};
        in_transaction_ = false;
        try {
            *session_ << "rollback";
            watch.end(0);
        } catch (const std::exception&) {  // there was none; a connection that is gone says so at the next statement
        }
    }

    [[nodiscard]] bool is_alive() noexcept override {
        try {
            *session_ << "select 1" << session_->get_dummy_from_clause();
            return true;
        } catch (...) {
            return false;
        }
    }

private:
    void run_one(std::string_view sql) {
        try {
            *session_ << std::string{sql};
        } catch (const std::exception& thrown) {
            throw_explained(*session_, *dialect_, thrown, sql);
        }
        const transaction_effect effect = effect_of(sql);
        if (effect != transaction_effect::none) {
            in_transaction_ = effect == transaction_effect::begins;
        }
    }

    soci::session* session_;
    const dialect* dialect_;
    capabilities facts_;
    bool in_transaction_ = false;
};

}  // namespace

std::unique_ptr<connection> make_generic_connection(soci::session& session, const dialect& spoken, capabilities facts) {
    return std::make_unique<generic_connection>(session, spoken, std::move(facts));
}

}  // namespace aludel
