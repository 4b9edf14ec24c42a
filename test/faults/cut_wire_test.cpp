// SPDX-License-Identifier: BSL-1.0
// Rules 12 and 27 on a wire that is cut anywhere: one of the promised errors, all or nothing, and an engine that goes
// on.
#include <array>
#include <iostream>
#include <numeric>
#include <optional>
#include <random>
#include <span>

#include <gtest/gtest.h>

#include <aludel/dialect/connection_url.hpp>

#include "../conformance/database.hpp"
#include "cutting_proxy.hpp"
#include "parcels.hpp"
#include "run_length.hpp"
#include "server_words.hpp"
#include "watchdog.hpp"

namespace cut_wires {

using aludel::on_conflict;
using faults::cut;
using faults::direction;
using faults::ending;
using repository = aludel::repository<parcel>;

constexpr std::int64_t stored_rows = 400;

/// What runs while the wire is cut, on `stored_rows` parcels that are there.
struct operation {
    std::string_view name;
    void (*run)(aludel::session&);
    bool begins_a_transaction = true;  // and ends it with a commit, the last thing that is sent
    std::string_view parameters{};     // of the connection string
};

void insert_in_bulk(aludel::session& session) {
    repository{session}.bulk_insert(parcels_from(stored_rows + 1, 1'500, 2));
}

void upsert_in_bulk(aludel::session& session) {
    repository{session}.bulk_insert(parcels_from(stored_rows / 2, 1'000, 3), on_conflict<&parcel::id>.do_update());
}

void update_many(aludel::session& session) {
    (void)repository{session}.update_many(parcels_from(1, stored_rows, 4));
}

void remove_many(aludel::session& session) {
    std::vector<std::int64_t> ids(stored_rows / 2);
    std::iota(ids.begin(), ids.end(), 1);
    (void)repository{session}.remove_many(ids);
}

void stream_all(aludel::session& session) {
    for (const parcel& read : session.stream<parcel>("select * from cut_parcels")) {
        ASSERT_EQ(read.label.size(), 100u);
    }
}

void list_all(aludel::session& session) {
    EXPECT_EQ(repository{session}.list().size(), static_cast<std::size_t>(stored_rows));
}

void insert_one(aludel::session& session) {
    session.execute("insert into cut_parcels (id, label, weight) values ({}, {}, {})", stored_rows + 1, "one", 5);
}

void add_one(aludel::session& session) {
    (void)repository{session}.add({.id = stored_rows + 1, .label = "one", .weight = 6});
}

void commit_some(aludel::session& session) {
    aludel::transaction scope{session};
    session.execute("update cut_parcels set weight = weight - {} where id = {}", 1, 1);
    session.execute("update cut_parcels set weight = weight + {} where id = {}", 1, 2);
    scope.commit();
}

void commit_in_plain_sql(aludel::session& session) {
    session.execute("begin");
    session.execute("update cut_parcels set weight = weight - {} where id = {}", 1, 1);
    session.execute("update cut_parcels set weight = weight + {} where id = {}", 1, 2);
    session.execute("commit");
}

void run_a_block(aludel::session& session) {
    session.core().run("do $$ begin update cut_parcels set weight = weight - 1 where id = 1; end $$");
}

/// How one cut went.
struct result {
    bool was_cut = false;
    std::optional<aludel::connection_lost> thrown;
    std::vector<parcel> stored;
};

class cut_wire : public testing::Test {
protected:
    cut_wire() { (void)conformance::session_with<parcel>(); }

    void cut_often(const operation& cut_one);
    void stall_often(const operation& stalled);
    void cut_once(const operation& cut_one, const cut& planned);
    void measure(const operation& cut_one);
    result run_with(const operation& cut_one, const std::optional<cut>& planned);
    void expect_promised(const operation& cut_one, const cut& planned, const result& cut_short) const;
    void expect_usable(const result& cut_short);
    cut random_cut();
    void reset_table();
    std::vector<parcel> stored();
    void renew_engine(const operation& on);

    aludel::connection_url there_ = aludel::connection_url::parse(conformance::url());
    std::unique_ptr<faults::server_words> words_ = faults::server_words::of_scheme(there_.scheme);
    faults::cutting_proxy proxy_{there_.hosts.front().host, there_.hosts.front().port};
    aludel::session direct_ = conformance::db().open_session();
    std::optional<aludel::engine> engine_;
    std::vector<parcel> before_;
    std::vector<parcel> after_;
    std::array<std::uint64_t, 2> bytes_{};
    unsigned seed_ = faults::seed();
    std::mt19937 random_{seed_};
    int cuts_ = 0;
    int unknown_ = 0;
    int kept_ = 0;
};

void cut_wire::renew_engine(const operation& on) {
    std::string parameters = "?pool_size=1&acquire_timeout=5000";
    parameters += on.parameters.empty() ? "" : "&";
    engine_.emplace(there_.scheme + "://" + there_.user + ':' + there_.password + "@127.0.0.1:" +
                    std::to_string(proxy_.port()) + '/' + there_.database + parameters.append(on.parameters));
}

void cut_wire::reset_table() {
    repository all{direct_};
    all.remove_all();
    all.bulk_insert(parcels_from(1, stored_rows, 1));
}

std::vector<parcel> cut_wire::stored() {
    return repository{direct_}.list(aludel::order_by(aludel::col<&parcel::id>.asc()));
}

/// What the operation sends and receives on a new connection, and what it leaves.
void cut_wire::measure(const operation& cut_one) {
    reset_table();
    before_ = stored();
    renew_engine(cut_one);
    const result whole = run_with(cut_one, std::nullopt);
    ASSERT_FALSE(whole.thrown) << whole.thrown->what();
    bytes_ = {proxy_.passed(direction::to_server), proxy_.passed(direction::to_client)};
    after_ = whole.stored;
    reset_table();
    renew_engine(cut_one);
}

result cut_wire::run_with(const operation& cut_one, const std::optional<cut>& planned) {
    result found;
    std::int64_t number = 0;
    {
        aludel::session session = engine_->open_session();
        number = words_->number_of(session);
        proxy_.arm(planned);
        try {
            cut_one.run(session);
        } catch (const aludel::connection_lost& lost) {
            found.thrown = lost;
        } catch (const std::exception& other) {
            ADD_FAILURE() << "another class: " << other.what();
        }
        found.was_cut = planned && proxy_.disarm();
    }
    if (found.was_cut) {
        words_->await_end_of(number, direct_, std::chrono::seconds{30});
    }
    found.stored = stored();
    return found;
}

/// Anywhere, and as often in the last bytes: there the commit is, and its answer.
cut cut_wire::random_cut() {
    const auto counted = static_cast<direction>(random_() % 2);
    const std::uint64_t bytes = bytes_[static_cast<std::size_t>(counted)];
    const std::uint64_t range = random_() % 2 == 0 ? bytes : std::min<std::uint64_t>(bytes, 160);
    return {counted, bytes - 1 - random_() % range, random_() % 2 == 0 ? ending::reset : ending::close};
}

void cut_wire::expect_promised(const operation& cut_one, const cut& planned, const result& cut_short) const {
    if (!cut_short.thrown) {
        EXPECT_EQ(cut_short.stored, after_) << "it returned, and did not do its work";
        return;
    }
    const aludel::connection_lost& thrown = *cut_short.thrown;
    EXPECT_FALSE(thrown.connection_is_usable()) << thrown.what();
    const bool is_there = cut_short.stored == after_;
    EXPECT_TRUE(is_there || cut_short.stored == before_) << "neither before nor after: " << thrown.what();
    if (before_ == after_) {
        return;
    }
    EXPECT_TRUE(!is_there || thrown.outcome_is_unknown()) << "kept, and said not to be: " << thrown.what();
    // Begin, commit and a last statement are shorter than this.
    constexpr std::uint64_t commit_and_more = 64;
    const bool was_cut_early = planned.counted == direction::to_server &&
                               planned.after + commit_and_more < bytes_[static_cast<std::size_t>(planned.counted)];
    if (cut_one.begins_a_transaction && was_cut_early) {
        EXPECT_FALSE(thrown.outcome_is_unknown()) << "no commit was sent: " << thrown.what();
    }
}

void cut_wire::expect_usable(const result& cut_short) {
    if (!cut_short.thrown) {
        try {  // what was cut behind the last answer is told here
            (void)engine_->open_session().query_one<int>("select 1");
        } catch (const aludel::connection_lost&) {
        }
    }
    EXPECT_EQ(engine_->open_session().query_one<int>("select 1"), 1);
}

void cut_wire::cut_once(const operation& cut_one, const cut& planned) {
    const result found = run_with(cut_one, planned);
    if (found.was_cut) {
        ++cuts_;
        unknown_ += found.thrown && found.thrown->outcome_is_unknown() ? 1 : 0;
        kept_ += found.thrown && found.stored == after_ && before_ != after_ ? 1 : 0;
        expect_promised(cut_one, planned, found);
        expect_usable(found);
    } else {
        EXPECT_FALSE(found.thrown) << "nothing was cut: " << found.thrown->what();
        renew_engine(cut_one);  // it has prepared its statements, and would send less
    }
    if (found.stored != before_) {
        reset_table();
    }
}

void cut_wire::cut_often(const operation& cut_one) {
    const int wanted = faults::by_length(16, 200);
    const faults::watchdog bounded{"a cut wire", std::chrono::seconds{600}};
    ASSERT_NO_FATAL_FAILURE(measure(cut_one));
    for (int tries = 0; cuts_ < wanted && tries < 2 * wanted && !HasFailure(); ++tries) {
        const cut planned = random_cut();
        SCOPED_TRACE(std::string{faults::name_of(planned.how)} + " behind byte " + std::to_string(planned.after) +
                     (planned.counted == direction::to_server ? " to the server" : " to the client") + ", seed " +
                     std::to_string(seed_));
        cut_once(cut_one, planned);
    }
    EXPECT_GE(cuts_, wanted);
    std::cout << cut_one.name << ": cut " << cuts_ << " times in " << bytes_[0] << " bytes to the server and "
              << bytes_[1] << " to the client, seed " << seed_ << "; of unknown outcome: " << unknown_
              << ", of which there are " << kept_ << '\n';
}

/// A wire that says nothing any more, and does not end either: the statement timeout gives it up.
void cut_wire::stall_often(const operation& stalled) {
    const faults::watchdog bounded{"a stalled wire", std::chrono::seconds{600}};
    ASSERT_NO_FATAL_FAILURE(measure(stalled));
    const int wanted = faults::by_length(1, 4);
    for (int tries = 0; cuts_ < wanted && tries < 2 * wanted && !HasFailure(); ++tries) {
        cut planned = random_cut();
        planned.how = ending::stall;
        SCOPED_TRACE("stalled behind byte " + std::to_string(planned.after) + ", seed " + std::to_string(seed_));
        const auto begun = std::chrono::steady_clock::now();
        cut_once(stalled, planned);
        EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{20});
    }
    EXPECT_GE(cuts_, wanted);
}

TEST_F(cut_wire, that_stalls_is_given_up) {
    constexpr std::string_view parameters = "statement_timeout=200";
    const std::vector<operation> all{{"a transaction", commit_some, true, parameters},
                                     {"a bulk insert", insert_in_bulk, true, parameters},
                                     {"a list", list_all, false, parameters},
                                     {"a stream", stream_all, false, parameters},
                                     {"a statement that stands alone", insert_one, false, parameters}};
    const std::size_t some = faults::by_length<std::size_t>(2, all.size());
    for (const operation& stalled : std::span{all}.first(some)) {
        SCOPED_TRACE(stalled.name);
        cuts_ = 0;
        stall_often(stalled);
    }
}

/// No statement has a limit here, and yet neither the question before a connection is lent nor the rollback of what a
/// session left open waits for ever.
TEST_F(cut_wire, that_fell_silent_does_not_hold_the_pool_up) {
    const faults::watchdog bounded{"a silent wire", std::chrono::seconds{120}};
    renew_engine({"the pool's own questions", nullptr, false, "connect_timeout=1000&health_check=always"});
    for (const bool is_in_transaction : {false, true}) {
        SCOPED_TRACE(is_in_transaction ? "rollback" : "question");
        const auto begun = std::chrono::steady_clock::now();
        {
            aludel::session session = engine_->open_session();
            if (is_in_transaction) {
                session.core().run("begin");
            }
            proxy_.arm(cut{direction::to_server, 0, ending::stall});
        }
        EXPECT_EQ(engine_->open_session().query_one<int>("select 1"), 1);
        EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{20});
        EXPECT_TRUE(proxy_.disarm());
    }
    EXPECT_EQ(engine_->statistics().lost, 2u);
}

TEST_F(cut_wire, of_a_bulk_insert) {
    cut_often({"a bulk insert", insert_in_bulk});
}

TEST_F(cut_wire, of_load_data) {
    if (there_.scheme == "postgresql") {
        GTEST_SKIP() << "it has no LOAD DATA LOCAL";
    }
    cut_often({"LOAD DATA", insert_in_bulk, true, "bulk_path=load_data&local_infile=1"});
}

TEST_F(cut_wire, of_a_bulk_insert_that_updates) {
    cut_often({"a bulk insert that updates", upsert_in_bulk});
}

TEST_F(cut_wire, of_update_many) {
    cut_often({"update_many", update_many});
}

TEST_F(cut_wire, of_remove_many) {
    cut_often({"remove_many", remove_many, false});
}

TEST_F(cut_wire, of_a_stream) {
    cut_often({"a stream", stream_all, false});
}

TEST_F(cut_wire, of_a_list) {
    cut_often({"a list", list_all, false});
}

TEST_F(cut_wire, of_a_statement_that_stands_alone) {
    cut_often({"a statement that stands alone", insert_one, false});
}

TEST_F(cut_wire, of_a_block_of_statements) {
    if (there_.scheme != "postgresql") {
        GTEST_SKIP() << "its DO runs no statements";
    }
    cut_often({"a block of statements", run_a_block, false});
}

TEST_F(cut_wire, of_an_added_row) {
    cut_often({"add", add_one, false});
}

TEST_F(cut_wire, of_a_transaction_and_its_commit) {
    cut_often({"a transaction", commit_some});
}

TEST_F(cut_wire, of_a_transaction_in_plain_sql) {
    cut_often({"a transaction in plain SQL", commit_in_plain_sql});
}

}  // namespace cut_wires
