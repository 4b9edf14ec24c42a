// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "bulk_writer.hpp"

namespace aludel::mysql {

/// Whether the table's keys come from a sequence: rows need some out of it, or bring some that it must not give later.
bool touches_sequence(const capabilities& facts, const bulk_plan& plan);

/// Gives rows that bring no key one out of the table's sequence, and hands all of them to the dialect's writer. For
/// inserts that touch a sequence, send the key's column, and want back what key_teller::suits().
std::unique_ptr<bulk_writer> open_sequence_writer(const bulk_target& target);

}  // namespace aludel::mysql
