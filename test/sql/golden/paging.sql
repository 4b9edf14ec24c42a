-- SPDX-License-Identifier: BSL-1.0

-- behind a key
--   PostgreSQL 15:
select "id" from "city" where "id" > $1 order by "id" limit 20
-- with 7
--   SQLite:
select "id" from "city" where "id" > ? order by "id" limit 20
-- with 7
--   MariaDB 10.11:
select `id` from `city` where `id` > ? order by `id` limit 20
-- with 7
--   MySQL 5.6:
select `id` from `city` where `id` > ? order by `id` limit 20
-- with 7

-- behind a column and the key
--   PostgreSQL 15:
select "id" from "city" where ("name", "id") > ($1, $2) order by "name", "id" limit 20
-- with "x", 7
--   SQLite:
select "id" from "city" where ("name", "id") > (?, ?) order by "name", "id" limit 20
-- with "x", 7
--   MariaDB 10.11:
select `id` from `city` where (`name` >= ? and (`name` > ? or (`name` = ? and `id` > ?))) order by `name`, `id` limit 20
-- with "x", "x", "x", 7
--   MySQL 5.6:
select `id` from `city` where (`name` >= ? and (`name` > ? or (`name` = ? and `id` > ?))) order by `name`, `id` limit 20
-- with "x", "x", "x", 7

-- behind a column and the key, descending
--   PostgreSQL 15:
select "id" from "city" where ("name", "id") < ($1, $2) order by "name" desc, "id" desc limit 20
-- with "x", 7
--   SQLite:
select "id" from "city" where ("name", "id") < (?, ?) order by "name" desc, "id" desc limit 20
-- with "x", 7
--   MariaDB 10.11:
select `id` from `city` where (`name` <= ? and (`name` < ? or (`name` = ? and `id` < ?))) order by `name` desc, `id` desc limit 20
-- with "x", "x", "x", 7
--   MySQL 5.6:
select `id` from `city` where (`name` <= ? and (`name` < ? or (`name` = ? and `id` < ?))) order by `name` desc, `id` desc limit 20
-- with "x", "x", "x", 7

-- behind a column in one direction and the key in the other
--   PostgreSQL 15:
select "id" from "city" where ("name" <= $1 and ("name" < $2 or ("name" = $3 and "id" > $4))) order by "name" desc, "id" limit 20
-- with "x", "x", "x", 7
--   SQLite:
select "id" from "city" where ("name" <= ? and ("name" < ? or ("name" = ? and "id" > ?))) order by "name" desc, "id" limit 20
-- with "x", "x", "x", 7
--   MariaDB 10.11:
select `id` from `city` where (`name` <= ? and (`name` < ? or (`name` = ? and `id` > ?))) order by `name` desc, `id` limit 20
-- with "x", "x", "x", 7
--   MySQL 5.6:
select `id` from `city` where (`name` <= ? and (`name` < ? or (`name` = ? and `id` > ?))) order by `name` desc, `id` limit 20
-- with "x", "x", "x", 7

-- behind a key of two columns
--   PostgreSQL 15:
select "user_id" from "membership" where ("user_id", "group_id") > ($1, $2) order by "user_id", "group_id" limit 20
-- with 7, 8
--   SQLite:
select "user_id" from "membership" where ("user_id", "group_id") > (?, ?) order by "user_id", "group_id" limit 20
-- with 7, 8
--   MariaDB 10.11:
select `user_id` from `membership` where (`user_id` >= ? and (`user_id` > ? or (`user_id` = ? and `group_id` > ?))) order by `user_id`, `group_id` limit 20
-- with 7, 7, 7, 8
--   MySQL 5.6:
select `user_id` from `membership` where (`user_id` >= ? and (`user_id` > ? or (`user_id` = ? and `group_id` > ?))) order by `user_id`, `group_id` limit 20
-- with 7, 7, 7, 8

-- behind columns that may be NULL, which comes before
--   PostgreSQL 15:
select "id" from "ticket" where ("priority", "status", "id") > ($1, $2, $3) order by "priority", "status" nulls first, "id" limit 20
-- with 3, "x", 00000000-0000-0000-0000-000000000000
--   SQLite:
select "id" from "ticket" where ("priority", "status", "id") > (?, ?, ?) order by "priority", "status", "id" limit 20
-- with 3, "x", 00000000-0000-0000-0000-000000000000
--   MariaDB 10.11:
select `id` from `ticket` where (`priority` >= ? and (`priority` > ? or (`priority` = ? and (`status` > ? or (`status` = ? and `id` > ?))))) order by `priority`, `status`, `id` limit 20
-- with 3, 3, 3, "x", "x", 00000000-0000-0000-0000-000000000000
--   MySQL 5.6:
select `id` from `ticket` where (`priority` >= ? and (`priority` > ? or (`priority` = ? and (`status` > ? or (`status` = ? and `id` > ?))))) order by `priority`, `status`, `id` limit 20
-- with 3, 3, 3, "x", "x", 00000000-0000-0000-0000-000000000000

-- behind columns that may be NULL, which comes behind
--   PostgreSQL 15:
select "id" from "ticket" where ("priority" <= $1 and ("priority" < $2 or ("priority" = $3 and ("status" < $4 or "status" is null or ("status" = $5 and "id" < $6))))) order by "priority" desc, "status" desc nulls last, "id" desc limit 20
-- with 3, 3, 3, "x", "x", 00000000-0000-0000-0000-000000000000
--   SQLite:
select "id" from "ticket" where ("priority" <= ? and ("priority" < ? or ("priority" = ? and ("status" < ? or "status" is null or ("status" = ? and "id" < ?))))) order by "priority" desc, "status" desc, "id" desc limit 20
-- with 3, 3, 3, "x", "x", 00000000-0000-0000-0000-000000000000
--   MariaDB 10.11:
select `id` from `ticket` where (`priority` <= ? and (`priority` < ? or (`priority` = ? and (`status` < ? or `status` is null or (`status` = ? and `id` < ?))))) order by `priority` desc, `status` desc, `id` desc limit 20
-- with 3, 3, 3, "x", "x", 00000000-0000-0000-0000-000000000000
--   MySQL 5.6:
select `id` from `ticket` where (`priority` <= ? and (`priority` < ? or (`priority` = ? and (`status` < ? or `status` is null or (`status` = ? and `id` < ?))))) order by `priority` desc, `status` desc, `id` desc limit 20
-- with 3, 3, 3, "x", "x", 00000000-0000-0000-0000-000000000000

-- behind a row with NULL, which comes before
--   PostgreSQL 15:
select "id" from "ticket" where ("priority" >= $1 and ("priority" > $2 or ("priority" = $3 and ("status" is not null or ("status" is null and "id" > $4))))) order by "priority", "status" nulls first, "id" limit 20
-- with 3, 3, 3, 00000000-0000-0000-0000-000000000000
--   SQLite:
select "id" from "ticket" where ("priority" >= ? and ("priority" > ? or ("priority" = ? and ("status" is not null or ("status" is null and "id" > ?))))) order by "priority", "status", "id" limit 20
-- with 3, 3, 3, 00000000-0000-0000-0000-000000000000
--   MariaDB 10.11:
select `id` from `ticket` where (`priority` >= ? and (`priority` > ? or (`priority` = ? and (`status` is not null or (`status` is null and `id` > ?))))) order by `priority`, `status`, `id` limit 20
-- with 3, 3, 3, 00000000-0000-0000-0000-000000000000
--   MySQL 5.6:
select `id` from `ticket` where (`priority` >= ? and (`priority` > ? or (`priority` = ? and (`status` is not null or (`status` is null and `id` > ?))))) order by `priority`, `status`, `id` limit 20
-- with 3, 3, 3, 00000000-0000-0000-0000-000000000000

-- behind a row with NULL, which comes behind
--   PostgreSQL 15:
select "id" from "ticket" where ("priority" <= $1 and ("priority" < $2 or ("priority" = $3 and "status" is null and "id" < $4))) order by "priority" desc, "status" desc nulls last, "id" desc limit 20
-- with 3, 3, 3, 00000000-0000-0000-0000-000000000000
--   SQLite:
select "id" from "ticket" where ("priority" <= ? and ("priority" < ? or ("priority" = ? and "status" is null and "id" < ?))) order by "priority" desc, "status" desc, "id" desc limit 20
-- with 3, 3, 3, 00000000-0000-0000-0000-000000000000
--   MariaDB 10.11:
select `id` from `ticket` where (`priority` <= ? and (`priority` < ? or (`priority` = ? and `status` is null and `id` < ?))) order by `priority` desc, `status` desc, `id` desc limit 20
-- with 3, 3, 3, 00000000-0000-0000-0000-000000000000
--   MySQL 5.6:
select `id` from `ticket` where (`priority` <= ? and (`priority` < ? or (`priority` = ? and `status` is null and `id` < ?))) order by `priority` desc, `status` desc, `id` desc limit 20
-- with 3, 3, 3, 00000000-0000-0000-0000-000000000000
