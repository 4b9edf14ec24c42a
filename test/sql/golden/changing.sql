-- SPDX-License-Identifier: BSL-1.0

-- one column of some rows
--   PostgreSQL 15:
update "users" set "name" = $1 where "age" > $2
-- with "Ann", 18
--   SQLite:
update "users" set "name" = ? where "age" > ?
-- with "Ann", 18
--   MariaDB 10.11:
update `users` set `name` = ? where `age` > ?
-- with "Ann", 18
--   MySQL 5.6:
update `users` set `name` = ? where `age` > ?
-- with "Ann", 18

-- a column of every row
--   PostgreSQL 15:
update "users" set "name" = $1
-- with "Ann"
--   SQLite:
update "users" set "name" = ?
-- with "Ann"
--   MariaDB 10.11:
update `users` set `name` = ?
-- with "Ann"
--   MySQL 5.6:
update `users` set `name` = ?
-- with "Ann"

-- a column to NULL
--   PostgreSQL 15:
update "users" set "age" = $1 where "name" = $2
-- with NULL, "Ann"
--   SQLite:
update "users" set "age" = ? where "name" = ?
-- with NULL, "Ann"
--   MariaDB 10.11:
update `users` set `age` = ? where `name` = ?
-- with NULL, "Ann"
--   MySQL 5.6:
update `users` set `age` = ? where `name` = ?
-- with NULL, "Ann"

-- updated_at moves where something changes
--   PostgreSQL 15:
update "users" set "updated_at" = case when "name" is distinct from $1 or "age" is distinct from $2 then $3 else "updated_at" end, "name" = $4, "age" = $5 where "age" > $6
-- with "Ann", NULL, 1970-01-01 00:00:00.000000, "Ann", NULL, 18
--   SQLite:
update "users" set "updated_at" = case when "name" is not ? or "age" is not ? then ? else "updated_at" end, "name" = ?, "age" = ? where "age" > ?
-- with "Ann", NULL, 1970-01-01 00:00:00.000000, "Ann", NULL, 18
--   MariaDB 10.11:
update `users` set `updated_at` = case when not (`name` <=> ?) or not (`age` <=> ?) then ? else `updated_at` end, `name` = ?, `age` = ? where `age` > ?
-- with "Ann", NULL, 1970-01-01 00:00:00.000000, "Ann", NULL, 18
--   MySQL 5.6:
update `users` set `updated_at` = case when not (`name` <=> ?) or not (`age` <=> ?) then ? else `updated_at` end, `name` = ?, `age` = ? where `age` > ?
-- with "Ann", NULL, 1970-01-01 00:00:00.000000, "Ann", NULL, 18

-- an updated_at that the program set wins
--   PostgreSQL 15:
update "users" set "name" = $1, "updated_at" = $2 where "age" > $3
-- with "Ann", 1970-01-01 00:00:00.000001, 18
--   SQLite:
update "users" set "name" = ?, "updated_at" = ? where "age" > ?
-- with "Ann", 1970-01-01 00:00:00.000001, 18
--   MariaDB 10.11:
update `users` set `name` = ?, `updated_at` = ? where `age` > ?
-- with "Ann", 1970-01-01 00:00:00.000001, 18
--   MySQL 5.6:
update `users` set `name` = ?, `updated_at` = ? where `age` > ?
-- with "Ann", 1970-01-01 00:00:00.000001, 18

-- the stored rows come back where they can
--   PostgreSQL 15:
update "users" set "updated_at" = case when "name" is distinct from $1 then $2 else "updated_at" end, "name" = $3 where "age" > $4 returning "id", "name", "email", "is_active", "age", "city_id", "created_at", "updated_at"
-- with "Ann", 1970-01-01 00:00:00.000000, "Ann", 18
--   SQLite:
update "users" set "updated_at" = case when "name" is not ? then ? else "updated_at" end, "name" = ? where "age" > ? returning "id", "name", "email", "is_active", "age", "city_id", "created_at", "updated_at"
-- with "Ann", 1970-01-01 00:00:00.000000, "Ann", 18
--   MariaDB 10.11:
update `users` set `updated_at` = case when not (`name` <=> ?) then ? else `updated_at` end, `name` = ? where `age` > ?
-- with "Ann", 1970-01-01 00:00:00.000000, "Ann", 18
--   MySQL 5.6:
update `users` set `updated_at` = case when not (`name` <=> ?) then ? else `updated_at` end, `name` = ? where `age` > ?
-- with "Ann", 1970-01-01 00:00:00.000000, "Ann", 18

-- rows that meet a condition are removed
--   PostgreSQL 15:
delete from "users" where "age" > $1
-- with 18
--   SQLite:
delete from "users" where "age" > ?
-- with 18
--   MariaDB 10.11:
delete from `users` where `age` > ?
-- with 18
--   MySQL 5.6:
delete from `users` where `age` > ?
-- with 18

-- a row is removed by its key of two columns
--   PostgreSQL 15:
delete from "membership" where ("user_id" = $1 and "group_id" = $2)
-- with 1, 2
--   SQLite:
delete from "membership" where ("user_id" = ? and "group_id" = ?)
-- with 1, 2
--   MariaDB 10.11:
delete from `membership` where (`user_id` = ? and `group_id` = ?)
-- with 1, 2
--   MySQL 5.6:
delete from `membership` where (`user_id` = ? and `group_id` = ?)
-- with 1, 2

-- every row is removed
--   PostgreSQL 15:
delete from "city"
--   SQLite:
delete from "city"
--   MariaDB 10.11:
delete from `city`
--   MySQL 5.6:
delete from `city`
