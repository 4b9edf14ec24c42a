-- SPDX-License-Identifier: BSL-1.0

-- a row that is there stays
--   PostgreSQL 15:
insert into "users" ("id", "name", "email", "is_active", "age", "city_id", "created_at", "updated_at") values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict ("email") do nothing
--   SQLite:
insert into "users" ("id", "name", "email", "is_active", "age", "city_id", "created_at", "updated_at") values (?, ?, ?, ?, ?, ?, ?, ?) on conflict ("email") do nothing
--   MariaDB 10.11:
insert into `users` (`id`, `name`, `email`, `is_active`, `age`, `city_id`, `created_at`, `updated_at`) values (?, ?, ?, ?, ?, ?, ?, ?) on duplicate key update `email` = if(`email` = values(`email`) and (@aludel_duplicates := ifnull(@aludel_duplicates, 0) + 1) is not null, `email`, (select 1 union all select 2))
--   MySQL 5.6:
insert into `users` (`id`, `name`, `email`, `is_active`, `age`, `city_id`, `created_at`, `updated_at`) values (?, ?, ?, ?, ?, ?, ?, ?) on duplicate key update `email` = if(`email` = values(`email`) and (@aludel_duplicates := ifnull(@aludel_duplicates, 0) + 1) is not null, `email`, (select 1 union all select 2))

-- rows that are there stay
--   PostgreSQL 15:
insert into "city" ("id", "name") values (coalesce($1, nextval((select cast(pg_get_serial_sequence('"city"', 'id') as regclass)))), $2), (coalesce($3, nextval((select cast(pg_get_serial_sequence('"city"', 'id') as regclass)))), $4) on conflict ("id") do nothing
--   SQLite:
insert into "city" ("id", "name") values (?, ?), (?, ?) on conflict ("id") do nothing
--   MariaDB 10.11:
insert into `city` (`id`, `name`) values (?, ?), (?, ?) on duplicate key update `id` = if(`id` = values(`id`) and (@aludel_duplicates := ifnull(@aludel_duplicates, 0) + 1) is not null, `id`, (select 1 union all select 2))
--   MySQL 5.6:
insert into `city` (`id`, `name`) values (?, ?), (?, ?) on duplicate key update `id` = if(`id` = values(`id`) and (@aludel_duplicates := ifnull(@aludel_duplicates, 0) + 1) is not null, `id`, (select 1 union all select 2))

-- a row that is there gets all values and moves updated_at
--   PostgreSQL 15:
insert into "users" ("id", "name", "email", "is_active", "age", "city_id", "created_at", "updated_at") values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict ("email") do update set "name" = excluded."name", "is_active" = excluded."is_active", "age" = excluded."age", "city_id" = excluded."city_id", "updated_at" = excluded."updated_at" where "users"."name" is distinct from excluded."name" or "users"."is_active" is distinct from excluded."is_active" or "users"."age" is distinct from excluded."age" or "users"."city_id" is distinct from excluded."city_id"
--   SQLite:
insert into "users" ("id", "name", "email", "is_active", "age", "city_id", "created_at", "updated_at") values (?, ?, ?, ?, ?, ?, ?, ?) on conflict ("email") do update set "name" = excluded."name", "is_active" = excluded."is_active", "age" = excluded."age", "city_id" = excluded."city_id", "updated_at" = excluded."updated_at" where "users"."name" is not excluded."name" or "users"."is_active" is not excluded."is_active" or "users"."age" is not excluded."age" or "users"."city_id" is not excluded."city_id"
--   MariaDB 10.11:
insert into `users` (`id`, `name`, `email`, `is_active`, `age`, `city_id`, `created_at`, `updated_at`) values (?, ?, ?, ?, ?, ?, ?, ?) on duplicate key update `email` = if(`email` = values(`email`) and (@aludel_duplicates := ifnull(@aludel_duplicates, 0) + 1) is not null, `email`, (select 1 union all select 2)), `updated_at` = if(not (cast(`name` as binary) <=> cast(values(`name`) as binary)) or not (`is_active` <=> values(`is_active`)) or not (`age` <=> values(`age`)) or not (`city_id` <=> values(`city_id`)), values(`updated_at`), `updated_at`), `name` = values(`name`), `is_active` = values(`is_active`), `age` = values(`age`), `city_id` = values(`city_id`)
--   MySQL 5.6:
insert into `users` (`id`, `name`, `email`, `is_active`, `age`, `city_id`, `created_at`, `updated_at`) values (?, ?, ?, ?, ?, ?, ?, ?) on duplicate key update `email` = if(`email` = values(`email`) and (@aludel_duplicates := ifnull(@aludel_duplicates, 0) + 1) is not null, `email`, (select 1 union all select 2)), `updated_at` = if(not (cast(`name` as binary) <=> cast(values(`name`) as binary)) or not (`is_active` <=> values(`is_active`)) or not (`age` <=> values(`age`)) or not (`city_id` <=> values(`city_id`)), values(`updated_at`), `updated_at`), `name` = values(`name`), `is_active` = values(`is_active`), `age` = values(`age`), `city_id` = values(`city_id`)

-- a row that is there gets two values and moves updated_at
--   PostgreSQL 15:
insert into "users" ("id", "name", "email", "is_active", "age", "city_id", "created_at", "updated_at") values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict ("email") do update set "name" = excluded."name", "age" = excluded."age", "updated_at" = excluded."updated_at" where "users"."name" is distinct from excluded."name" or "users"."age" is distinct from excluded."age"
--   SQLite:
insert into "users" ("id", "name", "email", "is_active", "age", "city_id", "created_at", "updated_at") values (?, ?, ?, ?, ?, ?, ?, ?) on conflict ("email") do update set "name" = excluded."name", "age" = excluded."age", "updated_at" = excluded."updated_at" where "users"."name" is not excluded."name" or "users"."age" is not excluded."age"
--   MariaDB 10.11:
insert into `users` (`id`, `name`, `email`, `is_active`, `age`, `city_id`, `created_at`, `updated_at`) values (?, ?, ?, ?, ?, ?, ?, ?) on duplicate key update `email` = if(`email` = values(`email`) and (@aludel_duplicates := ifnull(@aludel_duplicates, 0) + 1) is not null, `email`, (select 1 union all select 2)), `updated_at` = if(not (cast(`name` as binary) <=> cast(values(`name`) as binary)) or not (`age` <=> values(`age`)), values(`updated_at`), `updated_at`), `name` = values(`name`), `age` = values(`age`)
--   MySQL 5.6:
insert into `users` (`id`, `name`, `email`, `is_active`, `age`, `city_id`, `created_at`, `updated_at`) values (?, ?, ?, ?, ?, ?, ?, ?) on duplicate key update `email` = if(`email` = values(`email`) and (@aludel_duplicates := ifnull(@aludel_duplicates, 0) + 1) is not null, `email`, (select 1 union all select 2)), `updated_at` = if(not (cast(`name` as binary) <=> cast(values(`name`) as binary)) or not (`age` <=> values(`age`)), values(`updated_at`), `updated_at`), `name` = values(`name`), `age` = values(`age`)

-- rows that are there get all values
--   PostgreSQL 15:
insert into "city" ("id", "name") values (coalesce($1, nextval((select cast(pg_get_serial_sequence('"city"', 'id') as regclass)))), $2), (coalesce($3, nextval((select cast(pg_get_serial_sequence('"city"', 'id') as regclass)))), $4) on conflict ("id") do update set "name" = excluded."name" where "city"."name" is distinct from excluded."name"
--   SQLite:
insert into "city" ("id", "name") values (?, ?), (?, ?) on conflict ("id") do update set "name" = excluded."name" where "city"."name" is not excluded."name"
--   MariaDB 10.11:
insert into `city` (`id`, `name`) values (?, ?), (?, ?) on duplicate key update `id` = if(`id` = values(`id`) and (@aludel_duplicates := ifnull(@aludel_duplicates, 0) + 1) is not null, `id`, (select 1 union all select 2)), `name` = values(`name`)
--   MySQL 5.6:
insert into `city` (`id`, `name`) values (?, ?), (?, ?) on duplicate key update `id` = if(`id` = values(`id`) and (@aludel_duplicates := ifnull(@aludel_duplicates, 0) + 1) is not null, `id`, (select 1 union all select 2)), `name` = values(`name`)

-- a key of two columns
--   PostgreSQL 15:
insert into "membership" ("user_id", "group_id", "role") values ($1, $2, $3) on conflict ("user_id", "group_id") do update set "role" = excluded."role" where "membership"."role" is distinct from excluded."role"
--   SQLite:
insert into "membership" ("user_id", "group_id", "role") values (?, ?, ?) on conflict ("user_id", "group_id") do update set "role" = excluded."role" where "membership"."role" is not excluded."role"
--   MariaDB 10.11:
insert into `membership` (`user_id`, `group_id`, `role`) values (?, ?, ?) on duplicate key update `user_id` = if(`user_id` = values(`user_id`) and `group_id` = values(`group_id`) and (@aludel_duplicates := ifnull(@aludel_duplicates, 0) + 1) is not null, `user_id`, (select 1 union all select 2)), `role` = values(`role`)
--   MySQL 5.6:
insert into `membership` (`user_id`, `group_id`, `role`) values (?, ?, ?) on duplicate key update `user_id` = if(`user_id` = values(`user_id`) and `group_id` = values(`group_id`) and (@aludel_duplicates := ifnull(@aludel_duplicates, 0) + 1) is not null, `user_id`, (select 1 union all select 2)), `role` = values(`role`)

-- the stored row comes back where it can
--   PostgreSQL 15:
insert into "city" ("id", "name") values (coalesce($1, nextval((select cast(pg_get_serial_sequence('"city"', 'id') as regclass)))), $2) on conflict ("id") do update set "name" = excluded."name" where "city"."name" is distinct from excluded."name" returning "id", "name"
--   SQLite:
insert into "city" ("id", "name") values (?, ?) on conflict ("id") do update set "name" = excluded."name" where "city"."name" is not excluded."name" returning "id", "name"
--   MariaDB 10.11:
insert into `city` (`id`, `name`) values (?, ?) on duplicate key update `id` = if(`id` = values(`id`) and (@aludel_duplicates := ifnull(@aludel_duplicates, 0) + 1) is not null, `id`, (select 1 union all select 2)), `name` = values(`name`) returning `id`, `name`
--   MySQL 5.6:
insert into `city` (`id`, `name`) values (?, ?) on duplicate key update `id` = if(`id` = values(`id`) and (@aludel_duplicates := ifnull(@aludel_duplicates, 0) + 1) is not null, `id`, (select 1 union all select 2)), `name` = values(`name`)
