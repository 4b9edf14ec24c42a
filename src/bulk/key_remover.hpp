// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include <aludel/dialect/bulk_writer.hpp>
#include <aludel/model/scratch.hpp>
#include <aludel/session/session_core.hpp>

namespace aludel {

/// Removes rows by lists of their keys, for dialects without a faster way. The key has one column: lists of rows find
/// no index on some servers. Many keys wait, and one list has greater ones than the list before, so that the server
/// meets each page of the table once. In which order a server removes the rows of a list is its own affair, so nobody
/// can count on one; but the lists of a table that the struct lets refer to itself are made of the keys as they come.
class key_remover final : public bulk_writer {
public:
    key_remover(session_core& session, bulk_plan plan);
    bool add(std::span<const value_view> row) override;
    void flush() override;
    bulk_counts finish() override;
    [[nodiscard]] bool takes_repeated_keys() const noexcept override { return true; }

private:
    void send(std::span<const value_view> keys);
    [[nodiscard]] std::string statement_for(std::size_t keys) const;

    session_core& session_;
    bulk_plan plan_;
    std::size_t keys_per_statement_;
    bool order_is_free_;
    std::string full_statement_;  // empty until one was sent
    std::vector<value_view> keys_;
    scratch kept_;
    std::size_t waiting_bytes_ = 0;
    bulk_counts counts_;
};

}  // namespace aludel
