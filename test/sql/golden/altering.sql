-- SPDX-License-Identifier: BSL-1.0

-- nothing changes
--   PostgreSQL 15:
--   SQLite:
--   MariaDB 10.11:
--   MySQL 5.6:

-- a column may be NULL
--   PostgreSQL 15:
alter table "users" add column "points" bigint
--   SQLite:
alter table "users" add column "points" bigint
--   MariaDB 10.11:
alter table `users` add column `points` bigint
--   MySQL 5.6:
alter table `users` add column `points` bigint

-- a column comes without NULL and without a default
--   PostgreSQL 15:
alter table "users" add column "points" bigint
update "users" set "points" = 0 where "points" is null
alter table "users" alter column "points" set not null
--   SQLite:
create table "aludel_new_users" ("id" blob not null, "name" text not null, "email" text not null, "is_active" boolean not null, "age" integer, "city_id" bigint, "created_at" timestamp not null, "updated_at" timestamp not null, "points" bigint not null, primary key ("id"), constraint "uq_users__email" unique ("email"), constraint "users_age" check (age >= 0), constraint "fk_users__city_id" foreign key ("city_id") references "city" ("id") on delete set null)
insert into "aludel_new_users" ("id", "name", "email", "is_active", "age", "city_id", "created_at", "updated_at", "points") select "id", "name", "email", "is_active", "age", "city_id", "created_at", "updated_at", 0 from "users"
drop table "users"
pragma legacy_alter_table = on
alter table "aludel_new_users" rename to "users"
pragma legacy_alter_table = off
create index "ix_users__name" on "users" ("name")
--   MariaDB 10.11:
alter table `users` add column `points` bigint
update `users` set `points` = 0 where `points` is null
alter table `users` modify column `points` bigint not null
--   MySQL 5.6:
alter table `users` add column `points` bigint
update `users` set `points` = 0 where `points` is null
alter table `users` modify column `points` bigint not null

-- a column goes
--   PostgreSQL 15:
alter table "users" drop constraint "users_age"
alter table "users" drop column "age"
--   SQLite:
create table "aludel_new_users" ("id" blob not null, "name" text not null, "email" text not null, "is_active" boolean not null, "city_id" bigint, "created_at" timestamp not null, "updated_at" timestamp not null, primary key ("id"), constraint "uq_users__email" unique ("email"), constraint "fk_users__city_id" foreign key ("city_id") references "city" ("id") on delete set null)
insert into "aludel_new_users" ("id", "name", "email", "is_active", "city_id", "created_at", "updated_at") select "id", "name", "email", "is_active", "city_id", "created_at", "updated_at" from "users"
drop table "users"
pragma legacy_alter_table = on
alter table "aludel_new_users" rename to "users"
pragma legacy_alter_table = off
create index "ix_users__name" on "users" ("name")
--   MariaDB 10.11:
alter table `users` drop constraint `users_age`
alter table `users` drop column `age`
--   MySQL 5.6:
alter table `users` drop constraint `users_age`
alter table `users` drop column `age`

-- a column gets another type and a default
--   PostgreSQL 15:
alter table "users" alter column "age" type bigint using cast("age" as bigint)
alter table "users" alter column "age" set not null
alter table "users" alter column "age" set default (18)
--   SQLite:
create table "aludel_new_users" ("id" blob not null, "name" text not null, "email" text not null, "is_active" boolean not null, "age" bigint not null default (18), "city_id" bigint, "created_at" timestamp not null, "updated_at" timestamp not null, primary key ("id"), constraint "uq_users__email" unique ("email"), constraint "users_age" check (age >= 0), constraint "fk_users__city_id" foreign key ("city_id") references "city" ("id") on delete set null)
insert into "aludel_new_users" ("id", "name", "email", "is_active", "age", "city_id", "created_at", "updated_at") select "id", "name", "email", "is_active", "age", "city_id", "created_at", "updated_at" from "users"
drop table "users"
pragma legacy_alter_table = on
alter table "aludel_new_users" rename to "users"
pragma legacy_alter_table = off
create index "ix_users__name" on "users" ("name")
--   MariaDB 10.11:
alter table `users` modify column `age` bigint not null default (18)
--   MySQL 5.6:
alter table `users` modify column `age` bigint not null default 18

-- a column is renamed by way of another name
--   PostgreSQL 15:
alter table "users" rename column "age" to "passing"
alter table "users" rename column "passing" to "years"
--   SQLite:
alter table "users" rename column "age" to "passing"
alter table "users" rename column "passing" to "years"
--   MariaDB 10.11:
alter table `users` rename column `age` to `passing`
alter table `users` rename column `passing` to `years`
--   MySQL 5.6:
alter table `users` change column `age` `passing` int
alter table `users` change column `passing` `years` int

-- a column and a table are renamed
--   PostgreSQL 15:
alter table "city" rename to "towns"
alter table "users" rename column "age" to "years"
--   SQLite:
alter table "city" rename to "towns"
alter table "users" rename column "age" to "years"
--   MariaDB 10.11:
alter table `city` rename to `towns`
alter table `users` rename column `age` to `years`
--   MySQL 5.6:
alter table `city` rename to `towns`
alter table `users` change column `age` `years` int

-- keys and indexes come and go
--   PostgreSQL 15:
drop index "ix_users__name"
alter table "users" drop constraint "uq_users__email"
alter table "users" add constraint "uq_users__name" unique ("name")
create index "ix_users__age" on "users" ("age")
--   SQLite:
create table "aludel_new_users" ("id" blob not null, "name" text not null, "email" text not null, "is_active" boolean not null, "age" integer, "city_id" bigint, "created_at" timestamp not null, "updated_at" timestamp not null, primary key ("id"), constraint "uq_users__name" unique ("name"), constraint "users_age" check (age >= 0), constraint "fk_users__city_id" foreign key ("city_id") references "city" ("id") on delete set null)
insert into "aludel_new_users" ("id", "name", "email", "is_active", "age", "city_id", "created_at", "updated_at") select "id", "name", "email", "is_active", "age", "city_id", "created_at", "updated_at" from "users"
drop table "users"
pragma legacy_alter_table = on
alter table "aludel_new_users" rename to "users"
pragma legacy_alter_table = off
create index "ix_users__age" on "users" ("age")
--   MariaDB 10.11:
alter table `users` drop index `ix_users__name`
alter table `users` drop index `uq_users__email`
alter table `users` add constraint `uq_users__name` unique (`name`)
create index `ix_users__age` on `users` (`age`)
--   MySQL 5.6:
alter table `users` drop index `ix_users__name`
alter table `users` drop index `uq_users__email`
alter table `users` add constraint `uq_users__name` unique (`name`)
create index `ix_users__age` on `users` (`age`)

-- a foreign key does something else
--   PostgreSQL 15:
alter table "users" drop constraint "fk_users__city_id"
alter table "users" add constraint "fk_users__city_id" foreign key ("city_id") references "city" ("id") on delete cascade
--   SQLite:
create table "aludel_new_users" ("id" blob not null, "name" text not null, "email" text not null, "is_active" boolean not null, "age" integer, "city_id" bigint, "created_at" timestamp not null, "updated_at" timestamp not null, primary key ("id"), constraint "uq_users__email" unique ("email"), constraint "users_age" check (age >= 0), constraint "fk_users__city_id" foreign key ("city_id") references "city" ("id") on delete cascade)
insert into "aludel_new_users" ("id", "name", "email", "is_active", "age", "city_id", "created_at", "updated_at") select "id", "name", "email", "is_active", "age", "city_id", "created_at", "updated_at" from "users"
drop table "users"
pragma legacy_alter_table = on
alter table "aludel_new_users" rename to "users"
pragma legacy_alter_table = off
create index "ix_users__name" on "users" ("name")
--   MariaDB 10.11:
alter table `users` drop foreign key `fk_users__city_id`
alter table `users` drop index `fk_users__city_id`
alter table `users` add constraint `fk_users__city_id` foreign key (`city_id`) references `city` (`id`) on delete cascade
--   MySQL 5.6:
alter table `users` drop foreign key `fk_users__city_id`
alter table `users` drop index `fk_users__city_id`
alter table `users` add constraint `fk_users__city_id` foreign key (`city_id`) references `city` (`id`) on delete cascade

-- a check says something else
--   PostgreSQL 15:
alter table "users" drop constraint "users_age"
alter table "users" add constraint "users_age" check (age >= 18)
--   SQLite:
create table "aludel_new_users" ("id" blob not null, "name" text not null, "email" text not null, "is_active" boolean not null, "age" integer, "city_id" bigint, "created_at" timestamp not null, "updated_at" timestamp not null, primary key ("id"), constraint "uq_users__email" unique ("email"), constraint "users_age" check (age >= 18), constraint "fk_users__city_id" foreign key ("city_id") references "city" ("id") on delete set null)
insert into "aludel_new_users" ("id", "name", "email", "is_active", "age", "city_id", "created_at", "updated_at") select "id", "name", "email", "is_active", "age", "city_id", "created_at", "updated_at" from "users"
drop table "users"
pragma legacy_alter_table = on
alter table "aludel_new_users" rename to "users"
pragma legacy_alter_table = off
create index "ix_users__name" on "users" ("name")
--   MariaDB 10.11:
alter table `users` drop constraint `users_age`
alter table `users` add constraint `users_age` check (age >= 18)
--   MySQL 5.6:
alter table `users` drop constraint `users_age`
alter table `users` add constraint `users_age` check (age >= 18)

-- a table comes that refers to another, and is referred to
--   PostgreSQL 15:
create table "guests" ("id" uuid not null, "name" text collate "C" not null, "email" text collate "C" not null, "is_active" boolean not null, "age" integer, "city_id" bigint, "created_at" timestamptz not null, "updated_at" timestamptz not null, primary key ("id"), constraint "fk_guests__city_id" foreign key ("city_id") references "city" ("id") on delete set null)
--   SQLite:
create table "guests" ("id" blob not null, "name" text not null, "email" text not null, "is_active" boolean not null, "age" integer, "city_id" bigint, "created_at" timestamp not null, "updated_at" timestamp not null, primary key ("id"), constraint "fk_guests__city_id" foreign key ("city_id") references "city" ("id") on delete set null)
--   MariaDB 10.11:
create table `guests` (`id` binary(16) not null, `name` varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin not null, `email` varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin not null, `is_active` tinyint(1) not null, `age` int, `city_id` bigint, `created_at` datetime(6) not null, `updated_at` datetime(6) not null, primary key (`id`), constraint `fk_guests__city_id` foreign key (`city_id`) references `city` (`id`) on delete set null) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_nopad_bin
--   MySQL 5.6:
create table `guests` (`id` binary(16) not null, `name` varchar(191) character set utf8mb4 collate utf8mb4_bin not null, `email` varchar(191) character set utf8mb4 collate utf8mb4_bin not null, `is_active` tinyint(1) not null, `age` int, `city_id` bigint, `created_at` datetime(6) not null, `updated_at` datetime(6) not null, primary key (`id`), constraint `fk_guests__city_id` foreign key (`city_id`) references `city` (`id`) on delete set null) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_bin

-- tables go
--   PostgreSQL 15:
alter table "users" drop constraint "fk_users__city_id"
drop table "city"
drop table "users"
--   SQLite:
drop table "city"
drop table "users"
--   MariaDB 10.11:
alter table `users` drop foreign key `fk_users__city_id`
alter table `users` drop index `fk_users__city_id`
drop table `city`
drop table `users`
--   MySQL 5.6:
alter table `users` drop foreign key `fk_users__city_id`
alter table `users` drop index `fk_users__city_id`
drop table `city`
drop table `users`

-- a table goes that refers to a key which changes
--   PostgreSQL 15:
alter table "users" drop constraint "fk_users__city_id"
alter table "city" drop constraint "city_pkey"
drop table "users"
alter table "city" alter column "id" drop identity if exists
alter table "city" alter column "id" drop default
alter table "city" alter column "id" type bigint using cast("id" as bigint)
alter table "city" add primary key ("id", "name")
--   SQLite:
drop table "users"
create table "aludel_new_city" ("id" bigint not null, "name" text not null, primary key ("id", "name"))
insert into "aludel_new_city" ("id", "name") select "id", "name" from "city"
drop table "city"
pragma legacy_alter_table = on
alter table "aludel_new_city" rename to "city"
pragma legacy_alter_table = off
--   MariaDB 10.11:
alter table `users` drop foreign key `fk_users__city_id`
alter table `users` drop index `fk_users__city_id`
drop table `users`
alter table `city` drop primary key, modify column `id` bigint not null, add primary key (`id`, `name`)
--   MySQL 5.6:
alter table `users` drop foreign key `fk_users__city_id`
alter table `users` drop index `fk_users__city_id`
drop table `users`
alter table `city` drop primary key, modify column `id` bigint not null, add primary key (`id`, `name`)

-- a key comes from a sequence from now on
--   PostgreSQL 15:
--   SQLite:
--   MariaDB 10.11:
create sequence if not exists `sq_city__id` maxvalue 9223372036854775806 cache 1000 increment by 0
alter table `city` modify column `id` bigint not null
insert into `sq_city__id` select least(greatest(coalesce(max(`id`), 0), 0), 9223372036854775806 - 1) + 1, 1, 9223372036854775806, 1, 0, 1000, 0, 0 from `city`
--   MySQL 5.6:

-- a key does not come from a sequence any more
--   PostgreSQL 15:
--   SQLite:
--   MariaDB 10.11:
alter table `city` modify column `id` bigint not null auto_increment
drop sequence if exists `sq_city__id`
--   MySQL 5.6:

-- a table with a sequence goes, and another one comes
--   PostgreSQL 15:
drop table "city"
create table "town" ("id" bigint generated by default as identity, "name" text collate "C" not null, primary key ("id"))
--   SQLite:
drop table "city"
create table "town" ("id" integer not null primary key autoincrement, "name" text not null)
--   MariaDB 10.11:
drop table `city`
create sequence if not exists `sq_town__id` maxvalue 9223372036854775806 cache 1000 increment by 0
create table `town` (`id` bigint not null, `name` longtext character set utf8mb4 collate utf8mb4_nopad_bin not null, primary key (`id`)) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_nopad_bin
drop sequence if exists `sq_city__id`
--   MySQL 5.6:
drop table `city`
create table `town` (`id` bigint not null auto_increment, `name` longtext character set utf8mb4 collate utf8mb4_bin not null, primary key (`id`)) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_bin
