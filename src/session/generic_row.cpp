// SPDX-License-Identifier: BSL-1.0
#include "generic_row.hpp"

namespace aludel {
namespace {

#if SOCI_VERSION < 400100
constexpr described_type described_text = soci::dt_string;
constexpr described_type described_number = soci::dt_double;
constexpr described_type described_bytes = soci::dt_blob;
#else
constexpr described_type described_text = soci::db_string;
constexpr described_type described_number = soci::db_double;
constexpr described_type described_bytes = soci::db_blob;
#endif

soci::details::exchange_type exchange_for(value_kind expected, described_type described) noexcept {
    if (described == described_bytes) {
        return soci::details::x_blob;
    }
    const bool is_number = expected == value_kind::float32 || expected == value_kind::float64 ||
                           (expected == value_kind::null && described == described_number);
    // Integers are read as text as well: it holds every one of them, and a fraction in it is seen and not cut.
    return is_number ? soci::details::x_double : soci::details::x_stdstring;
}

}  // namespace

generic_row::~generic_row() = default;

void generic_row::define(soci::details::statement_impl& statement, int& position) {
    statement_ = &statement;
    first_position_ = position;
}

void generic_row::pre_exec(int rows) {
    for (const auto& each : cells_) {
        each->backend->pre_exec(rows);
    }
}

void generic_row::pre_fetch() {
    if (!described_) {
        describe();
    }
    for (const auto& each : cells_) {
        each->backend->pre_fetch();
    }
}

void generic_row::describe() {
    described_ = true;
    const int columns = statement_->get_backend()->prepare_for_describe();
    int position = first_position_;
    for (int column = 1; column <= columns; ++column) {
        cells_.push_back(std::make_unique<cell>());
        cell& added = *cells_.back();
        described_type described = described_text;
        statement_->get_backend()->describe_column(column, described, added.name);
        const auto index = static_cast<std::size_t>(column - 1);
        added.expected = index < expected_.size() ? expected_[index] : value_kind::null;
        define_cell(added, described, position);
    }
}

void generic_row::define_cell(cell& target, described_type described, int& position) {
    target.type = exchange_for(target.expected, described);
    void* data = &target.text;
    if (target.type == soci::details::x_double) {
        data = &target.number;
    } else if (target.type == soci::details::x_blob) {
        target.bytes = std::make_unique<soci::blob>(*session_);
        data = target.bytes.get();
    }
    target.backend.reset(statement_->make_into_type_backend());
    target.backend->define_by_pos(position, data, target.type);
}

void generic_row::post_fetch(bool got_data, bool called_from_fetch) {
    for (const auto& each : cells_) {
        each->backend->post_fetch(got_data, called_from_fetch, &each->indicator);
        if (got_data && each->bytes && each->indicator != soci::i_null) {
            fetch_bytes(*each);
        }
    }
}

void generic_row::fetch_bytes(cell& from) {
    from.text.resize(from.bytes->get_len());
    if (from.text.empty()) {
        return;
    }
    if (reads_from_start_) {
        try {
            from.bytes->read_from_start(from.text.data(), from.text.size());
            return;
        } catch (const soci::soci_error&) {  // not there for SQLite before SOCI 4.1, where read() counts from zero
            reads_from_start_ = false;
        }
    }
    from.bytes->read(0, from.text.data(), from.text.size());
}

void generic_row::clean_up() {
    for (const auto& each : cells_) {
        each->backend->clean_up();
    }
    cells_.clear();
    described_ = false;
}

void generic_row::read(std::span<value_view> row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        row[i] = view_of(*cells_.at(i));
    }
}

value_view generic_row::view_of(const cell& from) noexcept {
    if (from.indicator == soci::i_null) {
        return {};
    }
    if (from.type == soci::details::x_double) {
        return value_view::of_float64(from.number);
    }
    const bool is_raw_uuid = from.expected == value_kind::uuid && from.text.size() == 16;
    if (from.type == soci::details::x_blob || from.expected == value_kind::bytes || is_raw_uuid) {
        return value_view::of_bytes(std::as_bytes(std::span{from.text}));
    }
    return value_view::of_text(from.text);
}

}  // namespace aludel
