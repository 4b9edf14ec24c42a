// SPDX-License-Identifier: BSL-1.0
#include "generic_statement.hpp"

#include <algorithm>

#include <soci/soci.h>

#include "dialect/server_words.hpp"
#include "generic_parameter.hpp"
#include "generic_row.hpp"
#include "statement_text.hpp"

namespace aludel {
namespace {

/// Whether rows that such a statement returns are rows that it changed.
bool changes_rows(std::string_view verb) {
    constexpr std::string_view verbs[] = {"insert", "update", "delete", "replace", "merge"};
    return std::find(std::begin(verbs), std::end(verbs), verb) != std::end(verbs);
}

[[noreturn]] void refuse(const std::string& message, const std::string& sql) {
    error_details details;
    details.statement = sql;
    throw usage_error{message, std::move(details)};
}

/// The dialect did not know the statement, and so not which words of the server's are its names.
[[noreturn]] void throw_for(failure explained, std::string_view sql) {
    explained.details.statement = sql;
    if (explained.kind == error_class::statement_error) {
        explained.message = without_unsaid_words(explained.message, sql);
    }
    throw_error(explained.kind, explained.message, std::move(explained.details));
}

}  // namespace

void throw_explained(soci::session& session, const dialect& spoken, const std::exception& thrown,
                     std::string_view sql) {
    throw_for(spoken.explain(&session, thrown), sql);
}

generic_statement::generic_statement(soci::session& session, const dialect& spoken, const capabilities& facts,
                                     std::string_view sql)
    : session_{&session}, dialect_{&spoken}, facts_{&facts}, sql_{sql}, verb_{statement_text::first_word(sql)},
      parameter_count_{statement_text::count_parameters(sql)} {
    // SOCI would run the first statement of several on some databases, and drop the rest without a word.
    const std::size_t statements = statement_text::split(sql).size();
    if (statements == 0) {
        refuse("the text holds no statement", sql_);
    }
    if (statements > 1) {
        refuse("a prepared statement is one statement, but the text goes on behind it; run them one by one", sql_);
    }
    prepare();
}

generic_statement::~generic_statement() = default;

void generic_statement::drop() noexcept {
    prepared_.reset();
    row_ = nullptr;
}

void generic_statement::prepare() {
    drop();
    try {
        prepared_ = std::make_unique<soci::statement>(*session_);
        prepared_->alloc();
        prepared_->prepare(sql_);
    } catch (const std::exception& thrown) {
        fail(thrown);
    }
}

void generic_statement::expect(std::span<const value_kind> kinds) {
    if (!std::ranges::equal(kinds, expected_)) {
        drop();  // its columns were defined for other kinds
        expected_.assign(kinds.begin(), kinds.end());
    }
}

bool generic_statement::fits(std::span<const value_view> parameters) const {
    return std::ranges::equal(parameters, parameters_, [](const value_view& value, const auto& holder) {
        const bool any_form_does = value.declared_kind() == value_kind::null;
        return any_form_does || form_of(value) == holder->form();
    });
}

void generic_statement::bind(std::span<const value_view> parameters) {
    parameters_.clear();
    for (const value_view& value : parameters) {
        parameters_.push_back(std::make_unique<generic_parameter>(*session_, form_of(value)));
        parameters_.back()->bind_to(*prepared_);
    }
    auto row = std::make_unique<generic_row>(*session_, expected_);
    row_ = row.get();
    prepared_->exchange(soci::details::into_type_ptr{row.release()});
    prepared_->define_and_bind();
}

void generic_statement::execute(std::span<const value_view> parameters, fetch) {
    close();
    rows_read_ = affected_rows_ = generated_key_ = 0;
    if (parameters.size() != parameter_count_) {  // SQLite would take NULL for those that are missing
        refuse("the statement has " + std::to_string(parameter_count_) + " parameters, but " +
                   std::to_string(parameters.size()) + " values were given",
               sql_);
    }
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        refuse_what_would_change(*facts_, i + 1, parameters[i], sql_);
    }
    if (!prepared_ || (row_ != nullptr && !fits(parameters))) {
        prepare();  // SOCI can unbind, but some of its backends keep what was bound before
    }
    try {
        if (row_ == nullptr) {
            bind(parameters);
        }
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            parameters_[i]->set(parameters[i]);
        }
        const bool got_row = prepared_->execute(true) && row_->column_count() > 0;
        stage_ = got_row ? stage::first_row_waits : stage::done;
        if (!got_row) {
            finish();
        }
    } catch (const error&) {
        drop();
        throw;
    } catch (const std::exception& thrown) {
        fail(thrown);
    }
}

bool generic_statement::step() {
    if (stage_ == stage::closed || stage_ == stage::done) {
        return false;
    }
    try {
        if (stage_ == stage::first_row_waits || prepared_->fetch()) {
            stage_ = stage::in_rows;
            ++rows_read_;
            return true;
        }
        finish();
    } catch (const std::exception& thrown) {
        fail(thrown);
    }
    return false;
}

void generic_statement::finish() {
    stage_ = stage::done;
    if (!changes_rows(verb_)) {
        return;
    }
    if (row_->column_count() > 0) {
        affected_rows_ = rows_read_;  // … returning: SOCI's count would be that of rows fetched, on some databases
        return;
    }
    affected_rows_ = static_cast<std::uint64_t>(std::max(0LL, prepared_->get_affected_rows()));
    long long key = 0;
    const bool tells_key = facts_->generated_key_is_told || !facts_->syntax.insert_returning;
    if (verb_ == "insert" && affected_rows_ > 0 && tells_key && session_->get_last_insert_id("", key)) {
        generated_key_ = static_cast<std::uint64_t>(key);
    }
}

void generic_statement::fail(const std::exception& thrown) {
    stage_ = stage::closed;
    failure explained = dialect_->explain(session_, thrown);
    drop();
    throw_for(std::move(explained), sql_);
}

std::size_t generic_statement::column_count() const {
    return row_ == nullptr ? 0 : row_->column_count();
}

std::string_view generic_statement::column_name(std::size_t column) const {
    return row_->column_name(column);
}

void generic_statement::read(std::span<value_view> row) {
    row_->read(row);
}

void generic_statement::close() noexcept {
    // SOCI cannot end a statement before its last row, and a database may hold locks until then.
    if (stage_ == stage::first_row_waits || stage_ == stage::in_rows) {
        drop();
    }
    stage_ = stage::closed;
}

}  // namespace aludel
