// SPDX-License-Identifier: BSL-1.0
// What the manager does in one program.
#include <gtest/gtest.h>

#include "../conformance/database.hpp"
#include "towns.hpp"

namespace migrating {
namespace {

using aludel::migrate::manager;
using aludel::migrate::revision_state;
using aludel::migrate::schema_status;
using aludel::migrate::sync_result;

using ids = std::vector<std::string>;

class migrations : public testing::Test {
protected:
    void SetUp() override { clean(); }
    void TearDown() override { clean(); }

    static void clean() {
        manager{conformance::db(), {}, aludel::migrate::tables_of<town>()}.drop();
        aludel::session session = conformance::db().open_session();
        session.core().run("drop table if exists migrated_city");
        if (replaces_functions()) {
            session.core().run("drop schema if exists migrated_slow cascade");
        }
    }
    /// Whether a session can be given functions of its own in place of the server's.
    static bool replaces_functions() {
        return conformance::facts().server.starts_with("PostgreSQL") && conformance::facts().keeps_session_state;
    }
    static manager manager_of(std::initializer_list<const char*> texts, aludel::migrate::manager_options options = {}) {
        return manager{conformance::db(), graph_of(texts), aludel::migrate::tables_of<town>(), std::move(options)};
    }
    static manager whole() { return manager_of({first_revision, second_revision, third_revision}); }
    static std::int64_t number(const char* sql) {
        return conformance::db().open_session().query_one<std::int64_t>(aludel::runtime_sql{sql});
    }
    static ids recorded(manager& of) {
        ids found;
        for (const auto& each : of.recorded()) {
            EXPECT_EQ(each.state, revision_state::applied) << each.id;
            found.push_back(each.id);
        }
        return found;
    }
    static ids names_of(const std::vector<const aludel::migrate::revision*>& revisions) {
        ids found;
        for (const auto* each : revisions) {
            found.push_back(each->id);
        }
        return found;
    }
    template <class Error, class Call>
    static std::string message_of(Call call) {
        try {
            call();
        } catch (const Error& thrown) {
            return thrown.what();
        }
        return "";
    }
};

TEST_F(migrations, go_up_and_down_again) {
    manager all = whole();
    EXPECT_EQ(names_of(all.upgrade()), (ids{"a1", "b2", "c3"}));
    EXPECT_EQ(number("select sum(people) from migrated_town"), 22);
    EXPECT_EQ(recorded(all), (ids{"a1", "b2", "c3"}));
    EXPECT_EQ(names_of(all.downgrade("-1")), (ids{"c3"}));
    EXPECT_EQ(number("select sum(people) from migrated_city"), 21);
    EXPECT_EQ(names_of(all.downgrade("a1")), (ids{"b2"}));
    EXPECT_EQ(number("select count(*) from migrated_city"), 3);
    EXPECT_EQ(names_of(all.upgrade("+1")), (ids{"b2"}));
    EXPECT_EQ(names_of(all.downgrade("base")), (ids{"b2", "a1"}));
    EXPECT_TRUE(recorded(all).empty());
}

TEST_F(migrations, tell_how_far_the_database_is) {
    manager all = whole();
    EXPECT_EQ(all.status(), schema_status::no_info);
    all.upgrade("b2");
    EXPECT_EQ(all.status(), schema_status::upgrade_available);
    all.upgrade();
    EXPECT_EQ(all.status(), schema_status::up_to_date);
    EXPECT_TRUE(all.upgrade().empty());
}

TEST_F(migrations, sync_creates_upgrades_and_rests) {
    manager old = manager_of({first_revision, second_revision});
    EXPECT_EQ(old.sync(), sync_result::created);
    EXPECT_EQ(number("select count(*) from migrated_town"), 0);
    EXPECT_EQ(recorded(old), (ids{"a1", "b2"}));
    EXPECT_EQ(old.sync(), sync_result::already_up_to_date);

    clean();
    old.upgrade();
    EXPECT_EQ(whole().sync(), sync_result::upgraded);
    EXPECT_EQ(number("select count(*) from migrated_town"), 3);
    EXPECT_EQ(whole().sync(), sync_result::already_up_to_date);
}

TEST_F(migrations, create_refuses_a_database_that_has_revisions) {
    manager all = whole();
    all.create();
    EXPECT_EQ(message_of<aludel::usage_error>([&] { all.create(); }), "the database has revisions already; upgrade it");
}

TEST_F(migrations, stamp_records_and_runs_nothing) {
    manager all = whole();
    all.stamp("b2");
    EXPECT_EQ(recorded(all), (ids{"a1", "b2"}));
    all.stamp("base");
    EXPECT_TRUE(recorded(all).empty());
    EXPECT_EQ(all.status(), schema_status::no_info);
}

TEST_F(migrations, drop_takes_the_record_along) {
    manager all = whole();
    all.sync();
    all.drop();
    EXPECT_EQ(all.status(), schema_status::no_info);
    EXPECT_EQ(all.sync(), sync_result::created);
}

TEST_F(migrations, refuse_a_database_with_a_revision_that_is_not_here) {
    whole().upgrade();
    manager old = manager_of({first_revision, second_revision});
    EXPECT_TRUE(message_of<aludel::usage_error>([&] {
                    old.sync();
                }).starts_with("the database has the revision c3, which is not here: "));
}

TEST_F(migrations, refuse_a_file_that_was_changed_after_it_was_applied) {
    manager_of({first_revision}).upgrade();
    std::string other{first_revision};
    other.replace(other.find("Oslo"), 4, "Rome");
    manager changed = manager_of({other.c_str(), second_revision});
    EXPECT_EQ(message_of<aludel::usage_error>([&] { changed.upgrade(); }),
              "a1.sql: it is not what it was when it was applied; bring it back and write a new revision, or stamp the "
              "database again if the change means nothing to it");
    changed.stamp("a1");
    EXPECT_EQ(names_of(changed.upgrade()), (ids{"b2"}));
}

TEST_F(migrations, refuse_a_revision_without_a_section_for_the_database) {
    manager only_elsewhere = manager_of({"-- aludel:revision a1\n-- aludel:up somewhere_else\nselect 1;\n"});
    EXPECT_EQ(message_of<aludel::usage_error>([&] { only_elsewhere.upgrade(); }),
              "a1.sql: it has no section \"-- aludel:up\" for " + conformance::facts().server + "; write one");
    manager one_way = manager_of({"-- aludel:revision a1\n-- aludel:up\nselect 1;\n"});
    one_way.upgrade();
    EXPECT_EQ(message_of<aludel::usage_error>([&] { one_way.downgrade("base"); }),
              "a1.sql: it has no section \"-- aludel:down\" for " + conformance::facts().server +
                  ", so it cannot be taken back; write one, or restore a backup");
}

TEST_F(migrations, run_a_merge_of_branches_which_changes_nothing) {
    manager merged =
        manager_of({first_revision, "-- aludel:revision x1\n-- aludel:parent a1\n-- aludel:up\nselect 1;\n",
                    "-- aludel:revision x2\n-- aludel:parent a1\n-- aludel:up\nselect 2;\n",
                    "-- aludel:revision x3\n-- aludel:parent x1 x2\n"});
    EXPECT_EQ(names_of(merged.upgrade("head")), (ids{"a1", "x1", "x2", "x3"}));
    EXPECT_EQ(merged.status(), schema_status::up_to_date);
}

constexpr const char* broken_revision = R"(-- aludel:revision b2
-- aludel:parent a1
-- aludel:up
alter table migrated_city add people integer;
-- aludel:data
update migrated_city set people = 1;
-- aludel:schema
alter table migrated_city_that_is_not_there add people integer;
-- aludel:down
alter table migrated_city drop column people;
)";

TEST_F(migrations, keep_nothing_of_a_revision_that_fails_or_record_how_far_it_came) {
    manager broken = manager_of({first_revision, broken_revision});
    const std::string message = message_of<aludel::error>([&] { broken.upgrade(); });
    EXPECT_TRUE(message.starts_with("b2.sql: step 3 of 3 on the way up failed: ")) << message;
    EXPECT_EQ(broken.status(), schema_status::upgrade_available);
    if (conformance::facts().transactional_ddl) {
        EXPECT_TRUE(message.ends_with("; nothing of this revision was kept")) << message;
        EXPECT_EQ(recorded(broken), (ids{"a1"}));
        EXPECT_THROW((void)number("select sum(people) from migrated_city"), aludel::error);
        return;
    }
    EXPECT_TRUE(message.ends_with("put right what is wrong, and upgrade again, which goes on with this step"))
        << message;
    ASSERT_EQ(broken.recorded().size(), 2u);
    EXPECT_EQ(broken.recorded()[1].state, revision_state::upgrading);
    EXPECT_EQ(broken.recorded()[1].steps_done, 2u);
    EXPECT_EQ(number("select sum(people) from migrated_city"), 3);

    std::string repaired{broken_revision};
    repaired.replace(repaired.find("_that_is_not_there add people"), 29, " add more");
    manager again = manager_of({first_revision, repaired.c_str()});
    EXPECT_EQ(names_of(again.upgrade()), (ids{"b2"}));
    EXPECT_EQ(recorded(again), (ids{"a1", "b2"}));
}

TEST_F(migrations, that_fail_leave_those_before_them_applied) {
    std::string broken{broken_revision};
    broken.replace(broken.find("revision b2"), 11, "revision x9").replace(broken.find("parent a1"), 9, "parent b2");
    manager all = manager_of({first_revision, second_revision, broken.c_str()});
    EXPECT_TRUE(message_of<aludel::error>([&] { all.upgrade(); }).starts_with("x9.sql: step 1 of 3 on the way up "));
    const auto recorded = all.recorded();
    ASSERT_GE(recorded.size(), 2u);
    EXPECT_EQ(recorded[1].id, "b2");
    EXPECT_EQ(recorded[1].state, revision_state::applied);
    EXPECT_EQ(number("select sum(people) from migrated_city"), 21);
}

TEST_F(migrations, that_change_rows_and_nothing_else_keep_foreign_keys_enforced) {
    constexpr const char* children = R"(-- aludel:revision b2
-- aludel:parent a1
-- aludel:up
create table migrated_town (id bigint not null primary key, name varchar(9), people bigint, constraint migrated_fk foreign key (people) references migrated_city (id) on delete cascade);
insert into migrated_town values (1, 'x', 2);
-- aludel:down
drop table migrated_town;
)";
    constexpr const char* rows = R"(-- aludel:revision c3
-- aludel:parent b2
-- aludel:up
-- aludel:data
delete from migrated_city where id = 2;
-- aludel:down
)";
    manager_of({first_revision, children, rows}).upgrade();
    EXPECT_EQ(number("select count(*) from migrated_town"), 0);
}

TEST_F(migrations, that_fail_again_are_not_taken_for_done) {
    manager broken = manager_of({first_revision, broken_revision});
    EXPECT_THROW(broken.upgrade(), aludel::error);
    EXPECT_THROW(broken.upgrade(), aludel::error);
    EXPECT_EQ(broken.status(), schema_status::upgrade_available);

    constexpr const char* broken_data = R"(-- aludel:revision b2
-- aludel:parent a1
-- aludel:up
alter table migrated_city add more integer;
-- aludel:data
update migrated_city set mor = 1;
-- aludel:down
alter table migrated_city drop column more;
)";
    clean();
    manager other = manager_of({first_revision, broken_data});
    EXPECT_THROW(other.upgrade(), aludel::error);
    EXPECT_THROW(other.upgrade(), aludel::error);
    EXPECT_EQ(other.status(), schema_status::upgrade_available);
    other.downgrade("base");
    EXPECT_EQ(other.status(), schema_status::no_info);
}

TEST_F(migrations, that_failed_half_way_can_be_taken_back) {
    manager broken = manager_of({first_revision, broken_revision});
    EXPECT_THROW(broken.upgrade(), aludel::error);
    broken.downgrade("base");
    EXPECT_TRUE(recorded(broken).empty());
    EXPECT_THROW((void)number("select count(*) from migrated_city"), aludel::error);
    EXPECT_EQ(names_of(whole().upgrade()), (ids{"a1", "b2", "c3"}));
}

TEST_F(migrations, do_not_go_on_behind_steps_that_are_others_now) {
    if (conformance::facts().transactional_ddl) {
        GTEST_SKIP() << conformance::facts().server << " keeps DDL inside transactions, so nothing is half done";
    }
    EXPECT_THROW(manager_of({first_revision, broken_revision}).upgrade(), aludel::error);
    std::string other{broken_revision};
    other.replace(other.find("people = 1"), 10, "people = 2");
    manager changed = manager_of({first_revision, other.c_str()});
    EXPECT_TRUE(message_of<aludel::usage_error>([&] {
                    changed.upgrade();
                }).starts_with("b2.sql: 2 of its steps were run and recorded, and are not what the file begins with "));
}

TEST_F(migrations, change_much_data_in_parts_and_tell_how_far_they_are) {
    constexpr const char* in_parts = R"(-- aludel:revision b2
-- aludel:parent a1
-- aludel:up
-- aludel:data in parts
update migrated_city set name = 'done' where id = (select least_id from (select min(id) as least_id from migrated_city where name <> 'done') as not_done);
-- aludel:down
)";
    std::vector<std::uint64_t> told;
    manager parts = manager_of({first_revision, in_parts}, {.on_progress = [&](const auto& progress) {
                                   if (progress.running->id == "b2") {
                                       told.push_back(progress.rows);
                                   }
                               }});
    parts.upgrade();
    EXPECT_EQ(number("select count(*) from migrated_city where name = 'done'"), 3);
    EXPECT_EQ(told, (std::vector<std::uint64_t>{0, 1, 2, 3}));
}

TEST_F(migrations, that_rebuild_a_table_keep_the_rows_that_refer_to_it) {
    if (conformance::db().open_session().core().dialect().guard_of_rebuild().suspend.empty()) {
        GTEST_SKIP() << conformance::facts().server << " changes tables without rebuilding them";
    }
    constexpr const char* children = R"(-- aludel:revision b2
-- aludel:parent a1
-- aludel:up
create table migrated_town (id integer primary key, name text, people integer references migrated_city (id) on delete cascade);
insert into migrated_town values (1, 'x', 2);
-- aludel:down
drop table migrated_town;
)";
    constexpr const char* rebuild = R"(-- aludel:revision c3
-- aludel:parent b2
-- aludel:up
create table rebuilt (id bigint not null primary key, name text);
insert into rebuilt select id, name from migrated_city;
drop table migrated_city;
alter table rebuilt rename to migrated_city;
-- aludel:down
)";
    manager_of({first_revision, children, rebuild}).upgrade();
    EXPECT_EQ(number("select count(*) from migrated_town"), 1);
    EXPECT_EQ(number("select count(*) from migrated_city"), 3);
    EXPECT_EQ(conformance::db().open_session().query_one<std::int64_t>("pragma foreign_keys"), 1);

    constexpr const char* losing = R"(-- aludel:revision d4
-- aludel:parent c3
-- aludel:up
delete from migrated_city;
-- aludel:down
)";
    manager lossy = manager_of({first_revision, children, rebuild, losing});
    EXPECT_TRUE(message_of<aludel::foreign_key_violation>([&] {
                    lossy.upgrade();
                }).starts_with("rows of the table migrated_town would refer to rows that are not there"));
    EXPECT_EQ(number("select count(*) from migrated_city"), 3);
}

TEST_F(migrations, refuse_a_section_that_misses_something) {
    constexpr const char* missing = R"(-- aludel:revision b2
-- aludel:parent a1
-- aludel:up
select 1;
-- aludel:down
-- aludel:missing the default of migrated_city.name
select 1;
)";
    manager all = manager_of({first_revision, missing});
    all.upgrade();
    const std::string refused = message_of<aludel::usage_error>([&] { all.downgrade("base"); });
    EXPECT_EQ(refused,
              "b2.sql: its section \"-- aludel:down\" for this server misses the default of migrated_city.name; "
              "write the statement for it, and take out the line \"-- aludel:missing\"");
    EXPECT_EQ(recorded(all), (ids{"a1", "b2"})) << "nothing was run";
    std::string up{missing};
    up.replace(up.find("select 1;"), 9, "-- aludel:missing all of it");
    manager incomplete = manager_of({first_revision, up.c_str()});
    EXPECT_NE(
        message_of<aludel::usage_error>([&] { (void)incomplete.script("base", "heads"); }).find("misses all of it"),
        std::string::npos);
}

constexpr const char* trigger_revision = R"(-- aludel:revision b2
-- aludel:parent a1
-- aludel:up
create trigger migrated_shout after insert on migrated_city begin
  update migrated_city set name = name || '?' where id = new.id;
  update migrated_city set name = case when id > 0 then name || '!' end where id = new.id;
end;
insert into migrated_city (id, name) values (4, 'Voss');
-- aludel:up postgresql
create function migrated_shout() returns trigger language plpgsql as $$
begin
  new.name := new.name || '?'; new.name := new.name || '!'; return new;
end $$;
create trigger migrated_shout before insert on migrated_city for each row execute function migrated_shout();
insert into migrated_city (id, name) values (4, 'Voss');
-- aludel:up mysql mariadb
create trigger migrated_shout before insert on migrated_city for each row
begin
  declare more varchar(5) default '';
  while char_length(more) < 2 do
    if more = '' then set more = '?'; else set more = more || '!'; end if;
  end while;
  set new.name = new.name || more;
end;
create procedure migrated_add() insert into migrated_city (id, name) values (4, 'Voss');
call migrated_add();
-- aludel:down
drop trigger migrated_shout;
-- aludel:down mysql mariadb
drop procedure migrated_add;
drop trigger migrated_shout;
-- aludel:down postgresql
drop trigger migrated_shout on migrated_city;
drop function migrated_shout();
)";

TEST_F(migrations, create_triggers_and_what_stands_behind_them) {
    manager all = manager_of({first_revision, trigger_revision});
    all.upgrade();
    EXPECT_EQ(number("select count(*) from migrated_city where name = 'Voss?!'"), 1);
    all.downgrade("a1");
    EXPECT_EQ(all.status(), schema_status::upgrade_available);
    all.downgrade("base");
}

/// With functions of a session's own in place of the server's.
class migration_locks : public migrations {
protected:
    void SetUp() override {
        migrations::SetUp();
        if (!replaces_functions()) {
            GTEST_SKIP() << "no function of the server can be replaced in a session, or it would be in others, too";
        }
    }
};

/// In its session the lock is given back slowly, the first time.
constexpr const char* slow_unlock_revision = R"(-- aludel:revision a1
-- aludel:up
create schema migrated_slow;
create sequence migrated_slow.calls;
create function migrated_slow.pg_advisory_unlock(bigint) returns boolean language plpgsql as $$
begin
  if nextval('migrated_slow.calls') = 1 then perform pg_sleep(60); end if;
  return pg_catalog.pg_advisory_unlock($1);
end $$;
set search_path = migrated_slow, pg_catalog, public;
-- aludel:down
drop schema migrated_slow cascade;
)";

TEST_F(migration_locks, are_not_left_behind_where_giving_them_back_takes_too_long) {
    aludel::engine limited{conformance::url(), {.statement_timeout = std::chrono::milliseconds{500}}};
    manager{limited, graph_of({slow_unlock_revision})}.upgrade();
    manager other = manager_of({slow_unlock_revision}, {.lock_timeout = std::chrono::milliseconds{200}});
    EXPECT_EQ(number("select last_value from migrated_slow.calls"), 2);
    EXPECT_EQ(names_of(other.downgrade("base")), ids{"a1"});
}

/// In its session the lock cannot be given back.
constexpr const char* no_unlock_revision = R"(-- aludel:revision a1
-- aludel:up
create schema migrated_slow;
create function migrated_slow.pg_advisory_unlock(bigint) returns boolean language plpgsql as $$
begin
  raise exception 'no';
end $$;
set search_path = migrated_slow, pg_catalog, public;
-- aludel:down
drop schema migrated_slow cascade;
)";

TEST_F(migration_locks, are_not_left_behind_where_they_cannot_be_given_back) {
    aludel::engine own{conformance::url()};
    manager{own, graph_of({no_unlock_revision})}.upgrade();
    EXPECT_EQ(own.statistics().open, 0u);
    EXPECT_EQ(own.statistics().lost, 0u);
    manager other = manager_of({no_unlock_revision}, {.lock_timeout = std::chrono::milliseconds{1000}});
    EXPECT_EQ(names_of(other.downgrade("base")), ids{"a1"});
}

TEST_F(migrations, can_be_written_as_a_script) {
    manager all = whole();
    const std::string from_nothing = all.script("base", "head");
    EXPECT_NE(from_nothing.find("create table migrated_city"), std::string::npos);
    EXPECT_NE(from_nothing.find("aludel_revisions"), std::string::npos);
    const std::string last = all.script("b2", "c3");
    EXPECT_EQ(last.find("migrated_people"), std::string::npos);
    EXPECT_NE(last.find("rename to migrated_town"), std::string::npos);
}

TEST_F(migrations, whose_steps_end_in_comments_end_behind_them_in_a_script) {
    const manager all = manager_of({R"(-- aludel:revision a1
-- aludel:up
-- aludel:begin
select 1 -- one
-- aludel:end
-- aludel:begin
begin not atomic select 2; end; -- two;
-- aludel:end
-- aludel:begin
select 2 # two and a half
-- aludel:end
select 3 /* three */;
-- aludel:begin
select ';' /*! four */
-- aludel:end
)"});
    const std::string script = all.script("base", "head");
    EXPECT_NE(script.find("select 1 -- one\n;\n"), std::string::npos) << script;
    EXPECT_NE(script.find("end; -- two\n;"), std::string::npos) << script;
    EXPECT_NE(script.find("# two and a half\n;"), std::string::npos) << script;
    EXPECT_NE(script.find("select 3;\n"), std::string::npos) << script;
    EXPECT_NE(script.find("select ';' /*! four */;\n"), std::string::npos) << script;
}

}  // namespace
}  // namespace migrating
