// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>

#include <aludel/dialect/bulk_writer.hpp>
#include <aludel/session/session_core.hpp>

namespace aludel {

/// A bulk writer that is one piece of work from the first statement to the last, so that a canceller finds it between
/// two of them as well. The limit holds for each call: for how long the database takes no row.
class watched_writer final : public bulk_writer {
public:
    watched_writer(session_core& session, running_work* work, function_ref<std::unique_ptr<bulk_writer>()> open);
    ~watched_writer() override;

    bool add(std::span<const value_view> row) override;
    void flush() override;
    bulk_counts finish() override;
    [[nodiscard]] bool takes_repeated_keys() const noexcept override { return writer_->takes_repeated_keys(); }

private:
    template <class Call>
    auto wait(Call call);

    session_core& session_;
    running_work* work_;
    std::unique_ptr<bulk_writer> writer_;
};

}  // namespace aludel
