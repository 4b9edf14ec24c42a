// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <aludel/model/table_description.hpp>
#include <aludel/model/value.hpp>

namespace aludel {

/// The value as that kind has it: drivers may give numbers, dates, times and UUIDs as text or as other kinds. Integers
/// of every signed kind come as the widest.
decode_error read_as(value_kind kind, const value_view& from, value& to);

}  // namespace aludel
