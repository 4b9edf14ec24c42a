// SPDX-License-Identifier: BSL-1.0
#include "golden.hpp"

namespace golden {
namespace {

row begin(std::string_view name, aludel::transaction_options options) {
    return {name, [options](const server& to) {
                return to.dialect->begin_statements(options);
            }};
}

}  // namespace

group transactions() {
    using aludel::isolation;
    return {
        "transactions",
        {
            begin("as the database likes it", {}),
            begin("read committed", {.isolation = isolation::read_committed}),
            begin("repeatable read", {.isolation = isolation::repeatable_read}),
            begin("serializable", {.isolation = isolation::serializable}),
            begin("read only", {.access = aludel::read_only}),
            begin("serializable and read only", {.isolation = isolation::serializable, .access = aludel::read_only}),
        }};
}

}  // namespace golden
