// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace aludel::postgresql {

/// libpq's Oid, here without libpq.
using type_id = unsigned int;

/// The OIDs of the built-in types. They are fixed: src/include/catalog/pg_type.dat; read back from PostgreSQL 15.20
/// and 18.4 with `select oid, typarray from pg_type`.
namespace type {
inline constexpr type_id inferred = 0;  ///< as a parameter's type: the server decides from the context
inline constexpr type_id boolean = 16;
inline constexpr type_id bytea = 17;
inline constexpr type_id one_char = 18;  ///< "char" with the quotes
inline constexpr type_id name = 19;
inline constexpr type_id int8 = 20;
inline constexpr type_id int2 = 21;
inline constexpr type_id int4 = 23;
inline constexpr type_id text = 25;
inline constexpr type_id oid = 26;
inline constexpr type_id json = 114;
inline constexpr type_id float4 = 700;
inline constexpr type_id float8 = 701;
inline constexpr type_id unknown = 705;
inline constexpr type_id bpchar = 1042;
inline constexpr type_id varchar = 1043;
inline constexpr type_id date = 1082;
inline constexpr type_id timestamp = 1114;
inline constexpr type_id timestamptz = 1184;
inline constexpr type_id numeric = 1700;
inline constexpr type_id void_ = 2278;
inline constexpr type_id uuid = 2950;
inline constexpr type_id jsonb = 3802;
}  // namespace type

}  // namespace aludel::postgresql
