// SPDX-License-Identifier: BSL-1.0
#include "revision_runner.hpp"

#include <aludel/error.hpp>

#include "migration_lock.hpp"
#include "step_failure.hpp"
#include "text_checksum.hpp"

namespace aludel::migrate {
namespace {

std::string checksum_of(std::span<const step> steps) {
    text_checksum sum;
    for (const step& each : steps) {
        sum.add(each.sql);
    }
    return sum.text();
}

std::string place_of(const revision& one) {
    return one.file.empty() ? "revision " + one.id : one.file;
}

/// What was done must be what the file says, or going on would leave out or repeat something.
void require_same_beginning(const revision& one, const section& way, const revision_row& row) {
    const auto done = static_cast<std::size_t>(row.steps_done);
    if (done > way.steps.size() || checksum_of(std::span{way.steps}.first(done)) != row.checksum_of_done) {
        throw usage_error{place_of(one) + ": " + std::to_string(done) +
                          " of its steps were run and recorded, and are not what the file begins with now; bring them "
                          "back into the file, and change only what comes behind them"};
    }
}

}  // namespace

locked_transaction::locked_transaction(session& session, std::chrono::milliseconds longest) {
    const auto begun = std::chrono::steady_clock::now();
    while (!open_) {
        try {
            open_.emplace(session, transaction_options{isolation::read_committed, access::read_write});
        } catch (const timeout&) {
            if (std::chrono::steady_clock::now() - begun > longest) {
                throw;
            }
        }
    }
    if (const std::string lock = session.core().dialect().migrating().lock_transaction; !lock.empty()) {
        wait_for_lock(session, lock, longest);
    }
}

bool revision_runner::run(const revision& one, bool up) {
    const section* const way = section_of(one, up);
    const bool stays_inside = session_.facts().transactional_ddl && (way == nullptr || way->in_transaction);
    const section nothing;
    return stays_inside ? run_whole(one, up, way == nullptr ? nothing : *way)
                        : run_step_by_step(one, up, way == nullptr ? nothing : *way);
}

/// Null: a revision that changes nothing, as one that merges branches.
const section* revision_runner::section_of(const revision& one, bool up) const {
    if (one.up.empty() && one.down.empty()) {
        return nullptr;
    }
    const std::vector<section>& sections = up ? one.up : one.down;
    const section* const found = section_for(sections, session_.core().dialect().section_names(session_.facts()));
    if (found == nullptr) {
        const std::string marker = up ? "\"-- aludel:up\"" : "\"-- aludel:down\"";
        throw usage_error{place_of(one) + ": it has no section " + marker + " for " + session_.facts().server +
                          (up ? "; write one" : ", so it cannot be taken back; write one, or restore a backup")};
    }
    return found;
}

bool revision_runner::is_done(const std::optional<revision_row>& row, bool up) const {
    return up ? row && row->state == revision_state::applied : !row;
}

bool revision_runner::run_whole(const revision& one, bool up, const section& way) {
    unenforced_foreign_keys foreign_keys{session_};
    locked_transaction work{session_, options_.lock_timeout};
    const std::optional<revision_row> row = table_.find(one.id);
    if (is_done(row, up)) {
        return false;
    }
    if (row && row->state != revision_state::applied) {
        throw usage_error{place_of(one) + ": it was begun step by step, \"-- aludel:without transaction\"; bring that "
                                          "line back, so that it goes on"};
    }
    migration_progress progress{.running = &one, .up = up, .step = 0, .steps = way.steps.size()};
    for (const step& next : way.steps) {
        ++progress.step;
        in_place(one, progress, session_.facts().transactional_ddl, [&] {
            tell(progress);
            next.changes_data ? run_data(next, progress) : session_.core().run(next.sql);
        });
    }
    foreign_keys.require_unbroken();
    up ? table_.put(applied_row(one)) : table_.remove(one.id);
    work.commit();
    return true;
}

bool revision_runner::run_step_by_step(const revision& one, bool up, const section& way) {
    const session_lock lock{session_, options_.lock_timeout};
    std::optional<revision_row> row = table_.find(one.id);
    if (is_done(row, up)) {
        return false;
    }
    const revision_state wanted = up ? revision_state::upgrading : revision_state::downgrading;
    const bool was_turned = row && row->state != wanted && row->state != revision_state::applied;
    if (!row || row->state != wanted) {
        row = applied_row(one);
        row->state = wanted;
        row->checksum_of_done = checksum_of({});
        row->was_turned = was_turned;
        table_.put(*row);
    }
    require_same_beginning(one, way, *row);
    run_steps(one, up, way, *row);
    up ? table_.put(applied_row(one)) : table_.remove(one.id);
    return true;
}

void revision_runner::run_steps(const revision& one, bool up, const section& way, revision_row& row) {
    migration_progress progress{.running = &one, .up = up, .step = 0, .steps = way.steps.size()};
    for (auto i = static_cast<std::size_t>(row.steps_done); i < way.steps.size(); ++i) {
        const std::span<const step> done = std::span{way.steps}.first(i + 1);
        progress.step = i + 1;
        in_place(one, progress, false, [&] {
            tell(progress);
            run_recorded(done, row, progress);
        });
    }
}

/// The last of the steps, and that it is done.
void revision_runner::run_recorded(std::span<const step> steps, revision_row& row, migration_progress& progress) {
    const step& next = steps.back();
    const auto number = static_cast<std::int32_t>(steps.size());
    const bool may_be_done = row.was_turned || row.step_begun == number;
    if (row.step_begun != number) {
        row.step_begun = number;
        table_.put(row);
    }
    const auto done = [&] {
        row.steps_done = number;
        row.step_begun = 0;
        row.checksum_of_done = checksum_of(steps);
        table_.put(row);
    };
    try {
        if (next.changes_data && !next.until_nothing) {
            transaction both{session_};  // the rows and the record of it
            run_data(next, progress);
            done();
            both.commit();
            return;
        }
        next.changes_data ? run_data(next, progress) : session_.core().run(next.sql);
    } catch (const error& failed) {
        if (!may_be_done || !session_.core().dialect().says_it_is_done(failed)) {
            throw;
        }
    }
    done();
}

void revision_runner::run_data(const step& next, migration_progress& progress) {
    while (const std::uint64_t changed = session_.core().change(next.sql, {})) {
        progress.rows += changed;
        if (!next.until_nothing) {
            break;
        }
        tell(progress);
    }
}

void revision_runner::tell(const migration_progress& progress) const {
    if (options_.on_progress) {
        options_.on_progress(progress);
    }
}

}  // namespace aludel::migrate
