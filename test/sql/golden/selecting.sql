-- SPDX-License-Identifier: BSL-1.0

-- text functions
--   PostgreSQL 15:
select (lower("name" collate "default") collate "C"), (upper("name" collate "default") collate "C"), length("name") from "users"
--   SQLite:
select lower("name"), upper("name"), length("name") from "users"
--   MariaDB 10.11:
select lower(`name`), upper(`name`), char_length(`name`) from `users`
--   MySQL 5.6:
select lower(`name`), upper(`name`), char_length(`name`) from `users`

-- coalesce
--   PostgreSQL 15:
select coalesce("age", $1), coalesce("age", "city_id") from "users"
-- with 18
--   SQLite:
select coalesce("age", ?), coalesce("age", "city_id") from "users"
-- with 18
--   MariaDB 10.11:
select coalesce(`age`, ?), coalesce(`age`, `city_id`) from `users`
-- with 18
--   MySQL 5.6:
select coalesce(`age`, ?), coalesce(`age`, `city_id`) from `users`
-- with 18

-- aggregates
--   PostgreSQL 15:
select count(*), count("age"), count(distinct "age"), sum("age"), avg("age"), min("age"), max("name") from "users"
--   SQLite:
select count(*), count("age"), count(distinct "age"), sum("age"), avg("age"), min("age"), max("name") from "users"
--   MariaDB 10.11:
select count(*), count(`age`), count(distinct `age`), sum(`age`), avg(`age` + 0e0), min(`age`), max(`name`) from `users`
--   MySQL 5.6:
select count(*), count(`age`), count(distinct `age`), sum(`age`), avg(`age` + 0e0), min(`age`), max(`name`) from `users`

-- arithmetic
--   PostgreSQL 15:
select ("age" + $1), (cast("age" as bigint) - "age"), ($2 * "age"), ("age" / $3), (cast("age" as bigint) / nullif("age", 0)), ("age" / $4), (cast(length("name") as bigint) * "age") from "users"
-- with 1, 2, 2, 2.5
--   SQLite:
select ("age" + ?), ("age" - "age"), (? * "age"), ("age" / ?), ("age" / nullif("age", 0)), ("age" / ?), (length("name") * "age") from "users"
-- with 1, 2, 2, 2.5
--   MariaDB 10.11:
select (`age` + ?), (`age` - `age`), (? * `age`), (`age` div ?), (`age` div nullif(`age`, 0)), (`age` / ?), (char_length(`name`) * `age`) from `users`
-- with 1, 2, 2, 2.5
--   MySQL 5.6:
select (`age` + ?), (`age` - `age`), (? * `age`), (`age` div ?), (`age` div nullif(`age`, 0)), (`age` / ?), (char_length(`name`) * `age`) from `users`
-- with 1, 2, 2, 2.5

-- a search in what a function made
--   PostgreSQL 15:
select "name" from "users" where ((lower("name" collate "default") collate "C")) like $1 escape '!'
-- with "%an%"
--   SQLite:
select "name" from "users" where (lower("name")) like ? escape '!'
-- with "%an%"
--   MariaDB 10.11:
select `name` from `users` where (lower(`name`)) like ? escape '!'
-- with "%an%"
--   MySQL 5.6:
select `name` from `users` where (lower(`name`)) like ? escape '!'
-- with "%an%"

-- a condition in the database's words
--   PostgreSQL 15:
select "name" from "users" where ("age" % $1 = 0)
-- with 2
--   SQLite:
select "name" from "users" where ("age" % ? = 0)
-- with 2
--   MariaDB 10.11:
select `name` from `users` where (`age` % ? = 0)
-- with 2
--   MySQL 5.6:
select `name` from `users` where (`age` % ? = 0)
-- with 2

-- an order of terms
--   PostgreSQL 15:
select "name" from "users" order by length("name") desc, ("age" + $1) nulls first
-- with 1
--   SQLite:
select "name" from "users" order by length("name") desc, ("age" + ?)
-- with 1
--   MariaDB 10.11:
select `name` from `users` order by char_length(`name`) desc, (`age` + ?)
-- with 1
--   MySQL 5.6:
select `name` from `users` order by char_length(`name`) desc, (`age` + ?)
-- with 1

-- NULL in its place
--   PostgreSQL 15:
select "name" from "users" order by "age" nulls first, "age" desc nulls last
--   SQLite:
select "name" from "users" order by "age", "age" desc
--   MariaDB 10.11:
select `name` from `users` order by `age`, `age` desc
--   MySQL 5.6:
select `name` from `users` order by `age`, `age` desc

-- NULL in the other place
--   PostgreSQL 15:
select "name" from "users" order by "age" desc, "age"
--   SQLite:
select "name" from "users" order by "age" desc nulls first, "age" nulls last
--   MariaDB 10.11:
select `name` from `users` order by `age` is null desc, `age` desc, `age` is null, `age`
--   MySQL 5.6:
select `name` from `users` order by `age` is null desc, `age` desc, `age` is null, `age`

-- assignments that read each other's columns in one direction
--   PostgreSQL 15:
update "users" set "age" = ("age" + $1), "name" = (upper("name" collate "default") collate "C")
-- with 1
--   SQLite:
update "users" set "age" = ("age" + ?), "name" = upper("name")
-- with 1
--   MariaDB 10.11:
update `users` set `age` = (`age` + ?), `name` = upper(`name`)
-- with 1
--   MySQL 5.6:
update `users` set `age` = (`age` + ?), `name` = upper(`name`)
-- with 1

-- an assignment that reads a column which another one changes
--   PostgreSQL 15:
update "users" set "age" = length("name"), "name" = (upper("name" collate "default") collate "C")
--   SQLite:
update "users" set "age" = length("name"), "name" = upper("name")
--   MariaDB 10.11:
update `users` set `age` = char_length(`name`), `name` = upper(`name`)
--   MySQL 5.6:
update `users` set `age` = char_length(`name`), `name` = upper(`name`)

-- assignments that read each other's columns in both directions
--   PostgreSQL 15:
update "users" set "age" = length("name"), "name" = ("age" + $1)
-- with 1
--   SQLite:
update "users" set "age" = length("name"), "name" = ("age" + ?)
-- with 1
--   MariaDB 10.11:
-- refused: this server cannot compute columns from each other's old values in one update; run two
--   MySQL 5.6:
-- refused: this server cannot compute columns from each other's old values in one update; run two

-- a group for each city
--   PostgreSQL 15:
select "city_id", count(*) from "users" group by "city_id" having count(*) > $1 and avg("age") < $2 order by 2 desc limit 3
-- with 10, 40
--   SQLite:
select "city_id", count(*) from "users" group by "city_id" having count(*) > ? and avg("age") < ? order by 2 desc limit 3
-- with 10, 40
--   MariaDB 10.11:
select `city_id`, count(*) from `users` group by `city_id` having count(*) > ? and avg(`age` + 0e0) < ? order by 2 desc limit 3
-- with 10, 40
--   MySQL 5.6:
select `city_id`, count(*) from `users` group by `city_id` having count(*) > ? and avg(`age` + 0e0) < ? order by 2 desc limit 3
-- with 10, 40

-- groups by what is computed with a value
--   PostgreSQL 15:
select ("age" / $1), count(*) from "users" group by 1 order by 1 nulls first
-- with 10
--   SQLite:
select ("age" / ?), count(*) from "users" group by 1 order by 1
-- with 10
--   MariaDB 10.11:
select (`age` div ?), count(*) from `users` group by 1 order by 1
-- with 10
--   MySQL 5.6:
select (`age` div ?), count(*) from `users` group by 1 order by 1
-- with 10

-- a condition on what is grouped by, with one on groups
--   PostgreSQL 15:
select ("age" / $1), count(*) from "users" where ("age" / $1) > $2 group by 1 having count(*) > $3 order by 1 nulls first, (("age" / $1) * $4) desc nulls last
-- with 10, 1, 1, 2
--   SQLite:
select ("age" / ?), count(*) from "users" where ("age" / ?) > ? group by 1 having count(*) > ? order by 1, (("age" / ?) * ?) desc
-- with 10, 10, 1, 1, 10, 2
--   MariaDB 10.11:
select (`age` div ?), count(*) from `users` where (`age` div ?) > ? group by 1 having count(*) > ? order by 1, ((`age` div ?) * ?) desc
-- with 10, 10, 1, 1, 10, 2
--   MySQL 5.6:
select (`age` div ?), count(*) from `users` where (`age` div ?) > ? group by 1 having count(*) > ? order by 1, ((`age` div ?) * ?) desc
-- with 10, 10, 1, 1, 10, 2

-- a count of groups
--   PostgreSQL 15:
select count(*) from (select "city_id" as "c1", count(*) as "c2" from "users" group by "city_id" having count(*) > $1 and avg("age") < $2) as "listed"
-- with 10, 40
select 1 from (select "city_id" as "c1", count(*) as "c2" from "users" group by "city_id" having count(*) > $1 and avg("age") < $2) as "listed" limit 1
-- with 10, 40
--   SQLite:
select count(*) from (select "city_id" as "c1", count(*) as "c2" from "users" group by "city_id" having count(*) > ? and avg("age") < ?) as "listed"
-- with 10, 40
select 1 from (select "city_id" as "c1", count(*) as "c2" from "users" group by "city_id" having count(*) > ? and avg("age") < ?) as "listed" limit 1
-- with 10, 40
--   MariaDB 10.11:
select count(*) from (select `city_id` as `c1`, count(*) as `c2` from `users` group by `city_id` having count(*) > ? and avg(`age` + 0e0) < ?) as `listed`
-- with 10, 40
select 1 from (select `city_id` as `c1`, count(*) as `c2` from `users` group by `city_id` having count(*) > ? and avg(`age` + 0e0) < ?) as `listed` limit 1
-- with 10, 40
--   MySQL 5.6:
select count(*) from (select `city_id` as `c1`, count(*) as `c2` from `users` group by `city_id` having count(*) > ? and avg(`age` + 0e0) < ?) as `listed`
-- with 10, 40
select 1 from (select `city_id` as `c1`, count(*) as `c2` from `users` group by `city_id` having count(*) > ? and avg(`age` + 0e0) < ?) as `listed` limit 1
-- with 10, 40

-- distinct values
--   PostgreSQL 15:
select distinct "age" from "users" order by "age" nulls first
--   SQLite:
select distinct "age" from "users" order by "age"
--   MariaDB 10.11:
select distinct `age` from `users` order by `age`
--   MySQL 5.6:
select distinct `age` from `users` order by `age`

-- a count of distinct values
--   PostgreSQL 15:
select count(*) from (select distinct "age" as "c1" from "users") as "listed"
select 1 from (select distinct "age" as "c1" from "users") as "listed" limit 1
--   SQLite:
select count(*) from (select distinct "age" as "c1" from "users") as "listed"
select 1 from (select distinct "age" as "c1" from "users") as "listed" limit 1
--   MariaDB 10.11:
select count(*) from (select distinct `age` as `c1` from `users`) as `listed`
select 1 from (select distinct `age` as `c1` from `users`) as `listed` limit 1
--   MySQL 5.6:
select count(*) from (select distinct `age` as `c1` from `users`) as `listed`
select 1 from (select distinct `age` as `c1` from `users`) as `listed` limit 1

-- a column beside an aggregate that is not grouped
--   PostgreSQL 15:
-- refused: the query takes one value from many rows, so users.name has no single value there; name it in group_by(), or put it into an aggregate
--   SQLite:
-- refused: the query takes one value from many rows, so users.name has no single value there; name it in group_by(), or put it into an aggregate
--   MariaDB 10.11:
-- refused: the query takes one value from many rows, so users.name has no single value there; name it in group_by(), or put it into an aggregate
--   MySQL 5.6:
-- refused: the query takes one value from many rows, so users.name has no single value there; name it in group_by(), or put it into an aggregate

-- two tables
--   PostgreSQL 15:
select "membership"."user_id", "membership"."group_id", "membership"."role", "city"."id", "city"."name" from "membership" join "city" on "membership"."group_id" = "city"."id"
--   SQLite:
select "membership"."user_id", "membership"."group_id", "membership"."role", "city"."id", "city"."name" from "membership" join "city" on "membership"."group_id" = "city"."id"
--   MariaDB 10.11:
select `membership`.`user_id`, `membership`.`group_id`, `membership`.`role`, `city`.`id`, `city`.`name` from `membership` join `city` on `membership`.`group_id` = `city`.`id`
--   MySQL 5.6:
select `membership`.`user_id`, `membership`.`group_id`, `membership`.`role`, `city`.`id`, `city`.`name` from `membership` join `city` on `membership`.`group_id` = `city`.`id`

-- a left join and an alias
--   PostgreSQL 15:
select "users"."name", "city"."name", "boss"."name" from "users" left join "city" on "users"."city_id" = "city"."id" join "users" as "boss" on ("boss"."id" = "users"."id" and "boss"."age" > $1) order by "city"."name" nulls first
-- with 60
--   SQLite:
select "users"."name", "city"."name", "boss"."name" from "users" left join "city" on "users"."city_id" = "city"."id" join "users" as "boss" on ("boss"."id" = "users"."id" and "boss"."age" > ?) order by "city"."name"
-- with 60
--   MariaDB 10.11:
select `users`.`name`, `city`.`name`, `boss`.`name` from `users` left join `city` on `users`.`city_id` = `city`.`id` join `users` as `boss` on (`boss`.`id` = `users`.`id` and `boss`.`age` > ?) order by `city`.`name`
-- with 60
--   MySQL 5.6:
select `users`.`name`, `city`.`name`, `boss`.`name` from `users` left join `city` on `users`.`city_id` = `city`.`id` join `users` as `boss` on (`boss`.`id` = `users`.`id` and `boss`.`age` > ?) order by `city`.`name`
-- with 60

-- a count of joined rows
--   PostgreSQL 15:
select count(*) from "users" join "city" on "users"."city_id" = "city"."id"
select 1 from "users" join "city" on "users"."city_id" = "city"."id" limit 1
--   SQLite:
select count(*) from "users" join "city" on "users"."city_id" = "city"."id"
select 1 from "users" join "city" on "users"."city_id" = "city"."id" limit 1
--   MariaDB 10.11:
select count(*) from `users` join `city` on `users`.`city_id` = `city`.`id`
select 1 from `users` join `city` on `users`.`city_id` = `city`.`id` limit 1
--   MySQL 5.6:
select count(*) from `users` join `city` on `users`.`city_id` = `city`.`id`
select 1 from `users` join `city` on `users`.`city_id` = `city`.`id` limit 1

-- a table under an alias
--   PostgreSQL 15:
select "boss"."id" from "users" as "boss" where "boss"."age" > $1
-- with 60
--   SQLite:
select "boss"."id" from "users" as "boss" where "boss"."age" > ?
-- with 60
--   MariaDB 10.11:
select `boss`.`id` from `users` as `boss` where `boss`.`age` > ?
-- with 60
--   MySQL 5.6:
select `boss`.`id` from `users` as `boss` where `boss`.`age` > ?
-- with 60

-- a column of a table that is not joined
--   PostgreSQL 15:
-- refused: the query names the column city.id, but city is not one of its tables; join it, or leave the column out
--   SQLite:
-- refused: the query names the column city.id, but city is not one of its tables; join it, or leave the column out
--   MariaDB 10.11:
-- refused: the query names the column city.id, but city is not one of its tables; join it, or leave the column out
--   MySQL 5.6:
-- refused: the query names the column city.id, but city is not one of its tables; join it, or leave the column out

-- exists
--   PostgreSQL 15:
select "name" from "users" where (exists (select 1 from "city" where "users"."city_id" = "city"."id") and not (exists (select 1 from "membership")))
--   SQLite:
select "name" from "users" where (exists (select 1 from "city" where "users"."city_id" = "city"."id") and not (exists (select 1 from "membership")))
--   MariaDB 10.11:
select `name` from `users` where (exists (select 1 from `city` where `users`.`city_id` = `city`.`id`) and not (exists (select 1 from `membership`)))
--   MySQL 5.6:
select `name` from `users` where (exists (select 1 from `city` where `users`.`city_id` = `city`.`id`) and not (exists (select 1 from `membership`)))

-- exists of groups
--   PostgreSQL 15:
select "name" from "users" where exists (select count(*) from "city" having count(*) > $1)
-- with 1
--   SQLite:
select "name" from "users" where exists (select count(*) from "city" having count(*) > ?)
-- with 1
--   MariaDB 10.11:
select `name` from `users` where exists (select count(*) from `city` having count(*) > ?)
-- with 1
--   MySQL 5.6:
select `name` from `users` where exists (select count(*) from `city` having count(*) > ?)
-- with 1

-- in a query
--   PostgreSQL 15:
select "name" from "users" where "city_id" in (select "city"."id" from "city" where "city"."name" = $1)
-- with "Rome"
--   SQLite:
select "name" from "users" where "city_id" in (select "city"."id" from "city" where "city"."name" = ?)
-- with "Rome"
--   MariaDB 10.11:
select `name` from `users` where `city_id` in (select `city`.`id` from `city` where `city`.`name` = ?)
-- with "Rome"
--   MySQL 5.6:
select `name` from `users` where `city_id` in (select `city`.`id` from `city` where `city`.`name` = ?)
-- with "Rome"

-- not in a query whose column may be NULL
--   PostgreSQL 15:
select "name" from "users" where "age" not in (select "boss"."age" from "users" as "boss" where "boss"."age" > $1 and "boss"."age" is not null)
-- with 3
--   SQLite:
select "name" from "users" where "age" not in (select "boss"."age" from "users" as "boss" where "boss"."age" > ? and "boss"."age" is not null)
-- with 3
--   MariaDB 10.11:
select `name` from `users` where `age` not in (select `boss`.`age` from `users` as `boss` where `boss`.`age` > ? and `boss`.`age` is not null)
-- with 3
--   MySQL 5.6:
select `name` from `users` where `age` not in (select `boss`.`age` from `users` as `boss` where `boss`.`age` > ? and `boss`.`age` is not null)
-- with 3

-- in a query that is cut
--   PostgreSQL 15:
select "name" from "users" where "city_id" in (select "c1" from (select "id" as "c1" from "city" where "name" = $1 limit 3) as "listed" where "c1" is not null)
-- with "Rome"
--   SQLite:
select "name" from "users" where "city_id" in (select "c1" from (select "id" as "c1" from "city" where "name" = ? limit 3) as "listed" where "c1" is not null)
-- with "Rome"
--   MariaDB 10.11:
select `name` from `users` where `city_id` in (select `c1` from (select `id` as `c1` from `city` where `name` = ? limit 3) as `listed` where `c1` is not null)
-- with "Rome"
--   MySQL 5.6:
select `name` from `users` where `city_id` in (select `c1` from (select `id` as `c1` from `city` where `name` = ? limit 3) as `listed` where `c1` is not null)
-- with "Rome"

-- united queries
--   PostgreSQL 15:
select "name" from "users" union all select "name" from "city" order by 1 limit 2
--   SQLite:
select "name" from "users" union all select "name" from "city" order by 1 limit 2
--   MariaDB 10.11:
select `name` from `users` union all select `name` from `city` order by 1 limit 2
--   MySQL 5.6:
select `name` from `users` union all select `name` from `city` order by 1 limit 2

-- a count of united queries
--   PostgreSQL 15:
select count(*) from (select "age" as "c1" from "users" union select "age" as "c1" from "users") as "listed"
select 1 from (select "age" as "c1" from "users" union select "age" as "c1" from "users") as "listed" limit 1
--   SQLite:
select count(*) from (select "age" as "c1" from "users" union select "age" as "c1" from "users") as "listed"
select 1 from (select "age" as "c1" from "users" union select "age" as "c1" from "users") as "listed" limit 1
--   MariaDB 10.11:
select count(*) from (select `age` as `c1` from `users` union select `age` as `c1` from `users`) as `listed`
select 1 from (select `age` as `c1` from `users` union select `age` as `c1` from `users`) as `listed` limit 1
--   MySQL 5.6:
select count(*) from (select `age` as `c1` from `users` union select `age` as `c1` from `users`) as `listed`
select 1 from (select `age` as `c1` from `users` union select `age` as `c1` from `users`) as `listed` limit 1

-- NULL at the end of united queries
--   PostgreSQL 15:
select "age" from "users" union select "age" from "users" order by 1
--   SQLite:
select "age" from "users" union select "age" from "users" order by 1 nulls last
--   MariaDB 10.11:
-- refused: this server cannot move NULL in the order of united queries; order them without nulls_first() and nulls_last()
--   MySQL 5.6:
-- refused: this server cannot move NULL in the order of united queries; order them without nulls_first() and nulls_last()

-- a removal that asks its own table
--   PostgreSQL 15:
delete from "users" where "age" in (select "users"."age" from "users" where "users"."name" = $1 and "users"."age" is not null)
-- with "Ann"
--   SQLite:
delete from "users" where "age" in (select "users"."age" from "users" where "users"."name" = ? and "users"."age" is not null)
-- with "Ann"
--   MariaDB 10.11:
delete from `users` where `age` in (select `c1` from (select distinct `age` as `c1` from `users` where `name` = ?) as `listed` where `c1` is not null)
-- with "Ann"
--   MySQL 5.6:
delete from `users` where `age` in (select `c1` from (select distinct `age` as `c1` from `users` where `name` = ?) as `listed` where `c1` is not null)
-- with "Ann"
