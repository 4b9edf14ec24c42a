// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <optional>
#include <tuple>

#include <boost/pfr.hpp>
#include <pqxx/pqxx>

#include "../harness/methods.hpp"
#include "../harness/shapes.hpp"
#include "timestamp_text.hpp"

namespace bench::via_libpqxx {

/// A field as libpqxx 6 takes it, which knows neither std::optional nor std::chrono.
template <class Field>
struct value {
    const Field* field;
};
template <class Field>
value<Field> value_of(const Field& field) {
    return {&field};
}
template <class Field>
value<Field> value_of(const std::optional<Field>& field) {
    return {field ? &*field : nullptr};
}
inline std::string value_of(aludel::timestamp field) {
    return timestamp_text(field);
}

}  // namespace bench::via_libpqxx

namespace pqxx {

template <class Field>
struct string_traits<bench::via_libpqxx::value<Field>> {
    static constexpr const char* name() noexcept { return "a field"; }
    static constexpr bool has_null() noexcept { return true; }
    static bool is_null(bench::via_libpqxx::value<Field> value) { return value.field == nullptr; }
    static std::string to_string(bench::via_libpqxx::value<Field> value) { return pqxx::to_string(*value.field); }
};

}  // namespace pqxx

namespace bench {
namespace {

template <class Row>
class libpqxx_stream final : public method<Row> {
public:
    explicit libpqxx_stream(const database& target)
        : method<Row>{"libpqxx stream_to", method_kind::library, {operation::insert}}, connection_{target.url()} {
        connection_.set_variable("TimeZone", "'UTC'");
        for (const aludel::column_description& column : aludel::table_of<Row>.columns) {
            columns_.emplace_back(column.name);
        }
    }

    void insert(const std::vector<Row>& rows) override {
        pqxx::work transaction{connection_};
        pqxx::stream_to stream{transaction, std::string{aludel::table_of<Row>.name}, columns_};
        for (const Row& row : rows) {
            stream << values(row, std::make_index_sequence<boost::pfr::tuple_size_v<Row>>{});
        }
        stream.complete();
        transaction.commit();
    }

private:
    template <std::size_t... I>
    static auto values(const Row& row, std::index_sequence<I...>) {
        return std::make_tuple(via_libpqxx::value_of(boost::pfr::get<I>(row))...);
    }

    pqxx::connection connection_;
    std::vector<std::string> columns_;
};

}  // namespace

template <class Row>
methods<Row> libpqxx_methods(const database& target) {
    methods<Row> made;
    made.push_back(std::make_unique<libpqxx_stream<Row>>(target));
    return made;
}

template methods<narrow> libpqxx_methods(const database&);
template methods<mixed> libpqxx_methods(const database&);
template methods<keyed> libpqxx_methods(const database&);
template methods<sequenced> libpqxx_methods(const database&);
template methods<text> libpqxx_methods(const database&);
template methods<wide> libpqxx_methods(const database&);
template methods<package> libpqxx_methods(const database&);

}  // namespace bench
