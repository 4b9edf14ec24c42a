// SPDX-License-Identifier: BSL-1.0
#include "revision_runner.hpp"

#include <algorithm>
#include <thread>

#include <aludel/error.hpp>

#include "migration_lock.hpp"
#include "revision_place.hpp"
#include "schema/unenforced_foreign_keys.hpp"
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

/// What was done must be what the file says, or going on would leave out or repeat something.
void require_same_beginning(const revision& one, const section& way, const revision_row& row) {
    const auto done = static_cast<std::size_t>(row.steps_done);
    if (done > way.steps.size() || checksum_of(std::span{way.steps}.first(done)) != row.checksum_of_done) {
        throw usage_error{place_of(one) + ": " + std::to_string(done) +
                          " of its steps were run and recorded, and are not what the file begins with now; bring them "
                          "back into the file, and change only what comes behind them"};
    }
}

bool has_data_steps(std::span<const step> steps) {
    return std::any_of(steps.begin(), steps.end(), [](const step& each) { return each.changes_data; });
}

bool has_schema_steps(std::span<const step> steps) {
    return std::any_of(steps.begin(), steps.end(), [](const step& each) { return !each.changes_data; });
}

/// Whether the way back must leave rows alone, because the way there, which was begun, has not changed them yet. Throws
/// usage_error where it has changed some, or where nobody can tell.
bool leaves_rows_alone(const revision& one, const section& there, const section& back, const revision_row& row) {
    if (!has_data_steps(back.steps)) {
        return true;
    }
    require_same_beginning(one, there, row);
    const std::span<const step> all = there.steps;
    const std::span<const step> done = all.first(static_cast<std::size_t>(row.steps_done));
    const std::span<const step> left = all.subspan(done.size());
    const bool is_between = row.step_begun > 0 && !left.empty() && left.front().until_nothing;
    if (!is_between && !has_data_steps(done) && (has_data_steps(all) || (done.empty() && row.step_begun == 0))) {
        return true;
    }
    if (!is_between && has_data_steps(done) && !has_data_steps(left)) {
        return false;
    }
    const bool was_up = row.state == revision_state::upgrading;
    throw usage_error{place_of(one) + ": its way " + (was_up ? "up" : "down") +
                      " stopped between steps that change rows, so "
                      "going the other way from there could change them twice or not at all; " +
                      (was_up ? "upgrade first, then downgrade" : "downgrade first, then upgrade")};
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
            std::this_thread::sleep_for(std::chrono::milliseconds{50});  // the database may not wait by itself
        }
    }
    if (const std::string lock = session.core().dialect().migrating().lock_transaction; !lock.empty()) {
        wait_for_lock(session, lock, longest);
    }
}

void locked_transaction::keep() noexcept {
    try {
        open_->commit();
    } catch (...) {  // then none of it was done, and none is recorded
    }
}

std::vector<const revision*> revision_runner::run(std::span<const revision* const> way, bool up) {
    for (const revision* each : way) {
        require_runnable(*each, up);  // before the first of them is run
    }
    const session_lock lock{session_, options_.lock_timeout};
    std::vector<const revision*> done;
    while (!way.empty()) {
        const std::size_t count = lock.is_held() ? 1 : count_together(way, up);
        if (stays_inside(*way.front(), up)) {
            run_whole(way.first(count), up, done);
        } else if (run_step_by_step(*way.front(), up, section_of(*way.front(), up))) {
            done.push_back(way.front());
        }
        way = way.subspan(count);
    }
    return done;
}

/// Where a transaction is the only lock, it holds as many as it can: who has it does all of its work. Rows are changed
/// with foreign keys enforced, tables without, and that cannot change inside of a transaction.
std::size_t revision_runner::count_together(std::span<const revision* const> way, bool up) const {
    std::optional<bool> changes_tables;
    const auto goes_on = [&](const revision* each) {
        const section& steps = section_of(*each, up);
        if (steps.steps.empty()) {
            return stays_inside(*each, up);
        }
        changes_tables = changes_tables.value_or(has_schema_steps(steps.steps));
        return stays_inside(*each, up) && *changes_tables == has_schema_steps(steps.steps);
    };
    const auto end = std::find_if_not(way.begin(), way.end(), goes_on);
    return std::max<std::size_t>(1, static_cast<std::size_t>(end - way.begin()));
}

bool revision_runner::stays_inside(const revision& one, bool up) const {
    return session_.facts().transactional_ddl && section_of(one, up).in_transaction;
}

void revision_runner::require_runnable(const revision& one, bool up) const {
    require_complete(one, section_of(one, up), up ? "up" : "down");
    if (!stays_inside(one, up) && session_.facts().transactional_ddl && !session_lock::can_be_held(session_.core())) {
        throw usage_error{place_of(one) + ": " + session_.facts().server +
                          " has no lock but a transaction, so nothing would keep two programs apart that run it "
                          "\"-- aludel:without transaction\"; leave that line out here"};
    }
}

/// Another program may have gone the other way since this one planned: nothing is applied without its parents, or taken
/// back before its children.
void revision_runner::require_place(const revision& one, bool up) {
    const auto is_recorded = [this](const std::string& id, bool wholly) {
        const std::optional<revision_row> row = table_.find(id);
        return row && (!wholly || row->state == revision_state::applied);
    };
    const bool has_parents = !up || std::all_of(one.parents.begin(), one.parents.end(),
                                                [&](const std::string& id) { return is_recorded(id, true); });
    const auto is_child_in_the_way = [&](const revision& each) {
        return std::find(each.parents.begin(), each.parents.end(), one.id) != each.parents.end() &&
               is_recorded(each.id, false);
    };
    if (!has_parents ||
        (!up && std::any_of(graph_.revisions().begin(), graph_.revisions().end(), is_child_in_the_way))) {
        throw transaction_conflict{place_of(one) +
                                   ": another program has changed meanwhile which revisions the database has; look "
                                   "where it is, and do it again"};
    }
}

const section& revision_runner::section_of(const revision& one, bool up) const {
    static const section nothing;
    if (one.up.empty() && one.down.empty()) {
        return nothing;  // as one that merges branches
    }
    const std::vector<section>& sections = up ? one.up : one.down;
    const section* const found = section_for(sections, session_.core().dialect().section_names(session_.facts()));
    if (found == nullptr) {
        const std::string marker = up ? "\"-- aludel:up\"" : "\"-- aludel:down\"";
        throw usage_error{place_of(one) + ": it has no section " + marker + " for " + session_.facts().server +
                          (up ? "; write one" : ", so it cannot be taken back; write one, or restore a backup")};
    }
    return *found;
}

bool revision_runner::is_done(const std::optional<revision_row>& row, bool up) const {
    return up ? row && row->state == revision_state::applied : !row;
}

void revision_runner::run_whole(std::span<const revision* const> together, bool up,
                                std::vector<const revision*>& done) {
    // Steps that only change rows break no reference, and what goes with a row goes with it.
    std::optional<schema::unenforced_foreign_keys> foreign_keys;
    if (std::any_of(together.begin(), together.end(),
                    [&](const revision* each) { return has_schema_steps(section_of(*each, up).steps); })) {
        foreign_keys.emplace(session_.core());
    }
    locked_transaction work{session_, options_.lock_timeout};
    for (const revision* each : together) {
        try {
            transaction whole{session_};
            if (run_inside(*each, up, section_of(*each, up))) {
                if (foreign_keys) {
                    foreign_keys->require_unbroken();
                }
                done.push_back(each);
            }
            whole.commit();
        } catch (...) {
            work.keep();
            throw;
        }
    }
    work.commit();
}

bool revision_runner::run_inside(const revision& one, bool up, const section& way) {
    const std::optional<revision_row> row = table_.find(one.id);
    if (is_done(row, up)) {
        return false;
    }
    require_place(one, up);
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
    up ? table_.put(applied_row(one)) : table_.remove(one.id);
    return true;
}

bool revision_runner::run_step_by_step(const revision& one, bool up, const section& way) {
    std::optional<revision_row> row = table_.find(one.id);
    if (is_done(row, up)) {
        return false;
    }
    require_place(one, up);
    const revision_state wanted = up ? revision_state::upgrading : revision_state::downgrading;
    if (!row || row->state != wanted) {
        revision_row begun = applied_row(one);
        begun.state = wanted;
        begun.checksum_of_done = checksum_of({});
        begun.was_turned = row && row->state != revision_state::applied;
        begun.leaves_rows_alone =
            begun.was_turned && aludel::migrate::leaves_rows_alone(one, section_of(one, !up), way, *row);
        row = std::move(begun);
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
    const auto done = [&] {
        row.steps_done = static_cast<std::int32_t>(steps.size());
        row.step_begun = 0;
        row.checksum_of_done = checksum_of(steps);
        table_.put(row);
    };
    if (!next.changes_data) {
        run_schema_step(next, static_cast<std::int32_t>(steps.size()), row);
        done();
    } else if (row.leaves_rows_alone) {
        done();
    } else if (next.until_nothing) {
        begin_step(static_cast<std::int32_t>(steps.size()), row);
        run_data(next, progress);
        done();
    } else {
        transaction both{session_};  // the rows and the record of it
        run_data(next, progress);
        done();
        both.commit();
    }
}

void revision_runner::begin_step(std::int32_t number, revision_row& row) {
    if (row.step_begun != number) {
        row.step_begun = number;
        table_.put(row);
    }
}

/// A step that was begun before, and whose end nobody saw, may have been run; one that failed was not.
void revision_runner::run_schema_step(const step& next, std::int32_t number, revision_row& row) {
    const bool may_be_done = row.was_turned || row.step_begun == number;
    begin_step(number, row);
    try {
        session_.core().run(next.sql);
    } catch (const error& failed) {
        if (may_be_done && session_.core().dialect().says_it_is_done(failed)) {
            return;
        }
        if (!may_be_done && failed.connection_is_usable()) {
            row.step_begun = 0;
            table_.put(row);
        }
        throw;
    }
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
