-- SPDX-License-Identifier: BSL-1.0

-- every row
--   PostgreSQL 15:
select "id", "name" from "city"
--   SQLite:
select "id", "name" from "city"
--   MariaDB 10.11:
select `id`, `name` from `city`
--   MySQL 5.6:
select `id`, `name` from `city`

-- rows that meet a condition
--   PostgreSQL 15:
select "id", "name", "email", "is_active", "age", "city_id", "created_at", "updated_at" from "users" where "age" > $1
-- with 18
--   SQLite:
select "id", "name", "email", "is_active", "age", "city_id", "created_at", "updated_at" from "users" where "age" > ?
-- with 18
--   MariaDB 10.11:
select `id`, `name`, `email`, `is_active`, `age`, `city_id`, `created_at`, `updated_at` from `users` where `age` > ?
-- with 18
--   MySQL 5.6:
select `id`, `name`, `email`, `is_active`, `age`, `city_id`, `created_at`, `updated_at` from `users` where `age` > ?
-- with 18

-- words of SQL and quotes as names
--   PostgreSQL 15:
select "id", "select", "a ""quoted"" `name`" from "order" where "select" = $1 order by "a ""quoted"" `name`"
-- with "x"
--   SQLite:
select "id", "select", "a ""quoted"" `name`" from "order" where "select" = ? order by "a ""quoted"" `name`"
-- with "x"
--   MariaDB 10.11:
select `id`, `select`, `a "quoted" ``name``` from `order` where `select` = ? order by `a "quoted" ``name```
-- with "x"
--   MySQL 5.6:
select `id`, `select`, `a "quoted" ``name``` from `order` where `select` = ? order by `a "quoted" ``name```
-- with "x"

-- the first page
--   PostgreSQL 15:
select "id", "name" from "city" order by "name", "id" desc limit 10
--   SQLite:
select "id", "name" from "city" order by "name", "id" desc limit 10
--   MariaDB 10.11:
select `id`, `name` from `city` order by `name`, `id` desc limit 10
--   MySQL 5.6:
select `id`, `name` from `city` order by `name`, `id` desc limit 10

-- a later page
--   PostgreSQL 15:
select "id", "name" from "city" order by "name", "id" desc limit 10 offset 20
--   SQLite:
select "id", "name" from "city" order by "name", "id" desc limit 10 offset 20
--   MariaDB 10.11:
select `id`, `name` from `city` order by `name`, `id` desc limit 10 offset 20
--   MySQL 5.6:
select `id`, `name` from `city` order by `name`, `id` desc limit 10 offset 20

-- an offset without a limit
--   PostgreSQL 15:
select "id", "name" from "city" order by "name", "id" desc offset 20
--   SQLite:
select "id", "name" from "city" order by "name", "id" desc limit -1 offset 20
--   MariaDB 10.11:
select `id`, `name` from `city` order by `name`, `id` desc limit 18446744073709551615 offset 20
--   MySQL 5.6:
select `id`, `name` from `city` order by `name`, `id` desc limit 18446744073709551615 offset 20

-- no rows at all
--   PostgreSQL 15:
select "id", "name" from "city" order by "name", "id" desc limit 0
--   SQLite:
select "id", "name" from "city" order by "name", "id" desc limit 0
--   MariaDB 10.11:
select `id`, `name` from `city` order by `name`, `id` desc limit 0
--   MySQL 5.6:
select `id`, `name` from `city` order by `name`, `id` desc limit 0

-- rows to be changed
--   PostgreSQL 15:
select "id", "name" from "city" for update
--   SQLite:
select "id", "name" from "city"
--   MariaDB 10.11:
select `id`, `name` from `city` for update
--   MySQL 5.6:
select `id`, `name` from `city` for update

-- rows that nobody else changes now
--   PostgreSQL 15:
select "id", "name" from "city" for update skip locked
--   SQLite:
refused: this server has neither SKIP LOCKED nor NOWAIT, which no version of it has; use for_update() without options
--   MariaDB 10.11:
select `id`, `name` from `city` for update skip locked
--   MySQL 5.6:
refused: this server has neither SKIP LOCKED nor NOWAIT, which MariaDB has since 10.6 and MySQL since 8.0.1; use for_update() without options

-- rows to be changed at once or not at all
--   PostgreSQL 15:
select "id", "name" from "city" for update nowait
--   SQLite:
refused: this server has neither SKIP LOCKED nor NOWAIT, which no version of it has; use for_update() without options
--   MariaDB 10.11:
select `id`, `name` from `city` for update nowait
--   MySQL 5.6:
refused: this server has neither SKIP LOCKED nor NOWAIT, which MariaDB has since 10.6 and MySQL since 8.0.1; use for_update() without options

-- a count of a page counts every row
--   PostgreSQL 15:
select count(*) from "city"
--   SQLite:
select count(*) from "city"
--   MariaDB 10.11:
select count(*) from `city`
--   MySQL 5.6:
select count(*) from `city`

-- a count with a condition
--   PostgreSQL 15:
select count(*) from "users" where "age" > $1
-- with 18
--   SQLite:
select count(*) from "users" where "age" > ?
-- with 18
--   MariaDB 10.11:
select count(*) from `users` where `age` > ?
-- with 18
--   MySQL 5.6:
select count(*) from `users` where `age` > ?
-- with 18

-- whether a row exists stops at the first
--   PostgreSQL 15:
select 1 from "city" limit 1
--   SQLite:
select 1 from "city" limit 1
--   MariaDB 10.11:
select 1 from `city` limit 1
--   MySQL 5.6:
select 1 from `city` limit 1

-- whether a table exists
--   PostgreSQL 15:
select 1 from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace where c.relname = cast(:p1 as text) and c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname = coalesce(cast(:p2 as text), case when pg_catalog.pg_table_is_visible(c.oid) then cast(n.nspname as text) end)
--   SQLite:
select 1 from sqlite_master where type = 'table' and name = :p1 collate nocase and :p2 is null
--   MariaDB 10.11:
select 1 from information_schema.tables where table_name = :p1 and table_schema = coalesce(:p2, database())
--   MySQL 5.6:
select 1 from information_schema.tables where table_name = :p1 and table_schema = coalesce(:p2, database())
