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
