-- SPDX-License-Identifier: BSL-1.0

-- rows that are not removed
--   PostgreSQL 15:
select "id", "name", "removed_at" from "author" where "removed_at" is null
--   SQLite:
select "id", "name", "removed_at" from "author" where "removed_at" is null
--   MariaDB 10.11:
select `id`, `name`, `removed_at` from `author` where `removed_at` is null
--   MySQL 5.6:
select `id`, `name`, `removed_at` from `author` where `removed_at` is null

-- rows that are not removed and meet a condition
--   PostgreSQL 15:
select "id", "name", "removed_at" from "author" where ("id" = $1 or "id" = $2) and "removed_at" is null
-- with 1, 2
--   SQLite:
select "id", "name", "removed_at" from "author" where ("id" = ? or "id" = ?) and "removed_at" is null
-- with 1, 2
--   MariaDB 10.11:
select `id`, `name`, `removed_at` from `author` where (`id` = ? or `id` = ?) and `removed_at` is null
-- with 1, 2
--   MySQL 5.6:
select `id`, `name`, `removed_at` from `author` where (`id` = ? or `id` = ?) and `removed_at` is null
-- with 1, 2

-- removed rows, too
--   PostgreSQL 15:
select "id", "name", "removed_at" from "author"
--   SQLite:
select "id", "name", "removed_at" from "author"
--   MariaDB 10.11:
select `id`, `name`, `removed_at` from `author`
--   MySQL 5.6:
select `id`, `name`, `removed_at` from `author`

-- a join of rows that are not removed
--   PostgreSQL 15:
select "author"."name", "book"."id" from "author" left join "book" on "book"."author_id" = "author"."id" and "book"."removed_at" is null where "author"."removed_at" is null
--   SQLite:
select "author"."name", "book"."id" from "author" left join "book" on "book"."author_id" = "author"."id" and "book"."removed_at" is null where "author"."removed_at" is null
--   MariaDB 10.11:
select `author`.`name`, `book`.`id` from `author` left join `book` on `book`.`author_id` = `author`.`id` and `book`.`removed_at` is null where `author`.`removed_at` is null
--   MySQL 5.6:
select `author`.`name`, `book`.`id` from `author` left join `book` on `book`.`author_id` = `author`.`id` and `book`.`removed_at` is null where `author`.`removed_at` is null

-- a join of all rows
--   PostgreSQL 15:
select "author"."name", "book"."id" from "author" left join "book" on "book"."author_id" = "author"."id"
--   SQLite:
select "author"."name", "book"."id" from "author" left join "book" on "book"."author_id" = "author"."id"
--   MariaDB 10.11:
select `author`.`name`, `book`.`id` from `author` left join `book` on `book`.`author_id` = `author`.`id`
--   MySQL 5.6:
select `author`.`name`, `book`.`id` from `author` left join `book` on `book`.`author_id` = `author`.`id`

-- a query inside of another one, each for itself
--   PostgreSQL 15:
select "name" from "author" where "id" in (select "book"."author_id" from "book" where "book"."removed_at" is null)
--   SQLite:
select "name" from "author" where "id" in (select "book"."author_id" from "book" where "book"."removed_at" is null)
--   MariaDB 10.11:
select `name` from `author` where `id` in (select `book`.`author_id` from `book` where `book`.`removed_at` is null)
--   MySQL 5.6:
select `name` from `author` where `id` in (select `book`.`author_id` from `book` where `book`.`removed_at` is null)

-- a count of rows that are not removed
--   PostgreSQL 15:
select count(*) from "author" where "removed_at" is null
--   SQLite:
select count(*) from "author" where "removed_at" is null
--   MariaDB 10.11:
select count(*) from `author` where `removed_at` is null
--   MySQL 5.6:
select count(*) from `author` where `removed_at` is null

-- whether a row exists that is not removed
--   PostgreSQL 15:
select 1 from "author" where "name" = $1 and "removed_at" is null limit 1
-- with "x"
--   SQLite:
select 1 from "author" where "name" = ? and "removed_at" is null limit 1
-- with "x"
--   MariaDB 10.11:
select 1 from `author` where `name` = ? and `removed_at` is null limit 1
-- with "x"
--   MySQL 5.6:
select 1 from `author` where `name` = ? and `removed_at` is null limit 1
-- with "x"
