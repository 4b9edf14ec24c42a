// SPDX-License-Identifier: BSL-1.0
#include <aludel/dialect/dialect.hpp>

namespace aludel {

std::unique_ptr<bulk_writer> connection::open_bulk_writer(const bulk_plan&) {
    return nullptr;
}

std::unique_ptr<connection> dialect::connect(soci::session&, const capabilities&) const {
    return nullptr;
}

std::vector<std::string> dialect::begin_statements(const transaction_options&) const {
    return {"begin"};
}

void dialect::append_table_options(std::string&, const capabilities&) const {}

std::string dialect::reserve_keys_statement(const table_description&, const column_description&) const {
    return {};
}

}  // namespace aludel
