// SPDX-License-Identifier: BSL-1.0
#include "../harness/methods.hpp"
#include "../harness/shapes.hpp"

namespace bench {
namespace {

template <class Row>
void append(methods<Row>& all, methods<Row> more) {
    for (auto& method : more) {
        all.push_back(std::move(method));
    }
}

template <class Row>
void append_twins([[maybe_unused]] methods<Row>& all, const database& target) {
    switch (target.kind()) {
    case database_kind::sqlite:
#ifdef BENCH_HAS_SQLITE_TWINS
        append(all, sqlite_twins<Row>(target.url()));
#endif
        break;
    case database_kind::postgresql:
#ifdef BENCH_HAS_POSTGRESQL_TWINS
        append(all, postgresql_twins<Row>(target.url()));
#endif
        break;
    case database_kind::mysql:
#ifdef BENCH_HAS_MYSQL_TWINS
        append(all, mysql_twins<Row>(target.url()));
#endif
        break;
    }
}

}  // namespace

template <class Row>
methods<Row> methods_for(const database& target) {
    methods<Row> all = aludel_methods<Row>(target);
    append_twins(all, target);
    append(all, soci_methods<Row>(target));
#ifdef BENCH_HAS_LIBPQXX
    if (target.kind() == database_kind::postgresql) {
        append(all, libpqxx_methods<Row>(target));
    }
#endif
    return all;
}

template methods<narrow> methods_for(const database&);
template methods<mixed> methods_for(const database&);
template methods<keyed> methods_for(const database&);
template methods<sequenced> methods_for(const database&);
template methods<text> methods_for(const database&);
template methods<wide> methods_for(const database&);
template methods<package> methods_for(const database&);

}  // namespace bench
