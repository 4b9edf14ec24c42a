// SPDX-License-Identifier: BSL-1.0
#include "sqlite_methods.hpp"

namespace bench {

template <class Row>
methods<Row> sqlite_twins(const std::string& url) {
    methods<Row> made;
    made.push_back(std::make_unique<sqlite::one_by_one<Row>>(url));
    made.push_back(std::make_unique<sqlite::many_values<Row>>(url));
    made.push_back(std::make_unique<sqlite::virtual_table<Row>>(url));
    made.push_back(std::make_unique<sqlite::virtual_keys<Row>>(url));
    return made;
}

template methods<narrow> sqlite_twins(const std::string&);
template methods<mixed> sqlite_twins(const std::string&);
template methods<keyed> sqlite_twins(const std::string&);
template methods<sequenced> sqlite_twins(const std::string&);
template methods<text> sqlite_twins(const std::string&);
template methods<wide> sqlite_twins(const std::string&);
template methods<package> sqlite_twins(const std::string&);

}  // namespace bench
