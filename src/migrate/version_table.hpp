// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <aludel/migrate/manager.hpp>
#include <aludel/model/enum_text.hpp>
#include <aludel/repository/repository.hpp>

namespace aludel::migrate {

/// A row of the table aludel_revisions.
struct revision_row {
    std::string id{};
    std::string message{};
    std::string checksum{};
    std::chrono::sys_time<std::chrono::microseconds> changed_at{};
    revision_state state = revision_state::applied;
    std::int32_t steps_done = 0;
    std::int32_t step_begun = 0;     ///< counted from 1; it may have been run, or not; 0: none
    std::string checksum_of_done{};  ///< of the steps that are done, so that going on goes on with the same ones
    bool was_turned = false;         ///< the other way was begun before, so that any step may find its work done
    bool leaves_rows_alone = false;  ///< the other way had not changed them yet
};

}  // namespace aludel::migrate

template <>
inline constexpr std::array aludel::enum_text<aludel::migrate::revision_state> = {
    aludel::enum_name{aludel::migrate::revision_state::applied, "applied"},
    aludel::enum_name{aludel::migrate::revision_state::upgrading, "upgrading"},
    aludel::enum_name{aludel::migrate::revision_state::downgrading, "downgrading"}};

template <>
inline constexpr auto aludel::entity<aludel::migrate::revision_row> = aludel::table("aludel_revisions");

namespace aludel::migrate {

/// What a database records of its revisions, on a session that the caller keeps.
class version_table {
public:
    explicit version_table(session& session) : rows_{session}, session_{&session.core()} {}

    [[nodiscard]] bool exists() const;
    void create_if_missing();
    void drop_if_there();

    /// Nothing where the table does not exist.
    [[nodiscard]] std::vector<revision_row> all();
    [[nodiscard]] std::optional<revision_row> find(const std::string& id) { return rows_.find(id); }
    void put(revision_row row);
    void remove(const std::string& id) { rows_.remove(id); }
    void remove_all() { rows_.remove_all(); }

private:
    repository<revision_row> rows_;
    session_core* session_;
};

/// The row of a revision that is applied from now on.
[[nodiscard]] revision_row applied_row(const revision& applied);

[[nodiscard]] recorded_revision recorded_of(const revision_row& row);

}  // namespace aludel::migrate
