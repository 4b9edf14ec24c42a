// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <aludel/aludel.hpp>
#include <aludel/migrate/manager.hpp>

#include "revision_folder.hpp"

/// A table that has been through three revisions.
namespace migrating {

struct town {
    std::int64_t id{};
    std::string name;
    std::optional<std::int32_t> people;
};

inline constexpr const char* first_revision = R"(-- aludel:revision a1
-- aludel:message make cities
-- aludel:up
create table migrated_city (id bigint not null primary key, name varchar(50) not null);
-- aludel:data
insert into migrated_city (id, name) values (1, 'Oslo'), (2, 'Bergen');
insert into migrated_city (id, name) values (3, 'Troms;o');
-- aludel:down
drop table migrated_city;
)";

inline constexpr const char* second_revision = R"(-- aludel:revision b2
-- aludel:parent a1
-- aludel:message count the people
-- aludel:up
alter table migrated_city add people integer;
-- aludel:data
update migrated_city set people = 7;
-- aludel:schema
create index migrated_people on migrated_city (people);
-- aludel:down mysql mariadb
drop index migrated_people on migrated_city;
alter table migrated_city drop column people;
-- aludel:down
drop index migrated_people;
alter table migrated_city drop column people;
)";

inline constexpr const char* third_revision = R"(-- aludel:revision c3
-- aludel:parent b2
-- aludel:message call them towns
-- aludel:up
alter table migrated_city rename to migrated_town;
-- aludel:data
update migrated_town set people = people + 1 where id = 1;
-- aludel:down
-- aludel:data
update migrated_town set people = people - 1 where id = 1;
-- aludel:schema
alter table migrated_town rename to migrated_city;
)";

/// A step of every kind that planned statements have; as those, its way back gives columns their old names first.
inline constexpr const char* street_revision = R"(-- aludel:revision d4
-- aludel:parent c3
-- aludel:message give them streets
-- aludel:up
create table migrated_street (id bigint not null primary key, town bigint, length integer not null);
-- aludel:data
insert into migrated_street (id, town, length) values (1, 1, 100), (2, 2, 250);
-- aludel:schema
alter table migrated_street rename column length to metres;
create table migrated_new (id bigint not null, town bigint, metres integer not null, lamps integer, primary key (metres), constraint uq_migrated unique (town), constraint ck_migrated check (metres > 0), constraint fk_migrated foreign key (town) references migrated_town (id));
insert into migrated_new (id, town, metres) select id, town, metres from migrated_street;
drop table migrated_street;
alter table migrated_new rename to migrated_street;
create index ix_migrated on migrated_street (id);
-- aludel:down
drop index ix_migrated;
create table migrated_new (id bigint not null primary key, town bigint, metres integer not null);
insert into migrated_new (id, town, metres) select id, town, metres from migrated_street;
drop table migrated_street;
alter table migrated_new rename to migrated_street;
alter table migrated_street rename column metres to length;
drop table migrated_street;
-- aludel:up postgresql mariadb
create table migrated_street (id bigint not null, town bigint, length integer not null, constraint pk_migrated primary key (id));
-- aludel:data
insert into migrated_street (id, town, length) values (1, 1, 100), (2, 2, 250);
-- aludel:schema
alter table migrated_street rename column length to metres;
alter table migrated_street add column lamps integer;
alter table migrated_street add constraint uq_migrated unique (town);
alter table migrated_street add constraint fk_migrated foreign key (town) references migrated_town (id);
alter table migrated_street add constraint ck_migrated check (metres > 0);
create index ix_migrated on migrated_street (id);
-- aludel:down postgresql
drop index ix_migrated;
alter table migrated_street drop constraint fk_migrated;
alter table migrated_street drop constraint uq_migrated;
alter table migrated_street drop constraint ck_migrated;
alter table migrated_street drop constraint pk_migrated;
alter table migrated_street drop column lamps;
alter table migrated_street rename column metres to length;
drop table migrated_street;
-- aludel:down mariadb
alter table migrated_street rename column metres to length;
drop index ix_migrated on migrated_street;
alter table migrated_street drop foreign key fk_migrated;
alter table migrated_street drop index uq_migrated;
alter table migrated_street drop constraint ck_migrated;
alter table migrated_street drop primary key, add primary key (length);
alter table migrated_street drop primary key;
alter table migrated_street drop column lamps;
drop table migrated_street;
-- aludel:up mysql
create table migrated_street (id bigint not null, town bigint, length integer not null, primary key (id));
-- aludel:data
insert into migrated_street (id, town, length) values (1, 1, 100), (2, 2, 250);
-- aludel:schema
alter table migrated_street change column length metres integer not null;
alter table migrated_street add column lamps integer;
alter table migrated_street add constraint uq_migrated unique (town);
alter table migrated_street add constraint fk_migrated foreign key (town) references migrated_town (id);
alter table migrated_street add constraint ck_migrated check (metres > 0);
create index ix_migrated on migrated_street (id);
-- aludel:down mysql
alter table migrated_street change column metres length integer not null;
drop index ix_migrated on migrated_street;
alter table migrated_street drop foreign key fk_migrated;
alter table migrated_street drop index uq_migrated;
alter table migrated_street drop primary key, add primary key (length);
alter table migrated_street drop primary key;
alter table migrated_street drop column lamps;
drop table migrated_street;
)";

inline aludel::migrate::revision_graph graph_of(std::initializer_list<const char*> texts) {
    std::vector<aludel::migrate::revision> revisions;
    for (const char* text : texts) {
        revisions.push_back(aludel::migrate::read_revision(text, std::string{text}.substr(19, 2) + ".sql"));
    }
    return aludel::migrate::revision_graph{std::move(revisions)};
}

}  // namespace migrating

template <>
inline constexpr auto aludel::entity<migrating::town> = aludel::table("migrated_town");
