// SPDX-License-Identifier: BSL-1.0
#include "../harness/method.hpp"
#include "../harness/shapes.hpp"
#include "postgresql_reading.hpp"
#include "postgresql_writing.hpp"

namespace bench {

template <class Row>
methods<Row> postgresql_twins(const std::string& url) {
    methods<Row> twins;
    twins.push_back(std::make_unique<postgresql::by_copy<Row>>(url));
    twins.push_back(std::make_unique<postgresql::by_unnest<Row>>(url));
    twins.push_back(std::make_unique<postgresql::by_prepared_statement<Row>>(url));
    twins.push_back(std::make_unique<postgresql::by_single_row<Row>>(url));
    twins.push_back(std::make_unique<postgresql::by_copy_out<Row>>(url));
    return twins;
}

template methods<narrow> postgresql_twins<narrow>(const std::string&);
template methods<mixed> postgresql_twins<mixed>(const std::string&);
template methods<keyed> postgresql_twins<keyed>(const std::string&);
template methods<sequenced> postgresql_twins<sequenced>(const std::string&);
template methods<text> postgresql_twins<text>(const std::string&);
template methods<wide> postgresql_twins<wide>(const std::string&);
template methods<package> postgresql_twins<package>(const std::string&);

}  // namespace bench
