-- SPDX-License-Identifier: BSL-1.0

-- equal
--   PostgreSQL 15:
select count(*) from "users" where "name" = $1
-- with "Ann"
--   SQLite:
select count(*) from "users" where "name" = ?
-- with "Ann"
--   MariaDB 10.11:
select count(*) from `users` where `name` = ?
-- with "Ann"
--   MySQL 5.6:
select count(*) from `users` where `name` = ?
-- with "Ann"

-- not equal
--   PostgreSQL 15:
select count(*) from "users" where "name" <> $1
-- with "Ann"
--   SQLite:
select count(*) from "users" where "name" <> ?
-- with "Ann"
--   MariaDB 10.11:
select count(*) from `users` where `name` <> ?
-- with "Ann"
--   MySQL 5.6:
select count(*) from `users` where `name` <> ?
-- with "Ann"

-- less
--   PostgreSQL 15:
select count(*) from "users" where "age" < $1
-- with 3
--   SQLite:
select count(*) from "users" where "age" < ?
-- with 3
--   MariaDB 10.11:
select count(*) from `users` where `age` < ?
-- with 3
--   MySQL 5.6:
select count(*) from `users` where `age` < ?
-- with 3

-- at most
--   PostgreSQL 15:
select count(*) from "users" where "age" <= $1
-- with 3
--   SQLite:
select count(*) from "users" where "age" <= ?
-- with 3
--   MariaDB 10.11:
select count(*) from `users` where `age` <= ?
-- with 3
--   MySQL 5.6:
select count(*) from `users` where `age` <= ?
-- with 3

-- at least
--   PostgreSQL 15:
select count(*) from "users" where "age" >= $1
-- with 3
--   SQLite:
select count(*) from "users" where "age" >= ?
-- with 3
--   MariaDB 10.11:
select count(*) from `users` where `age` >= ?
-- with 3
--   MySQL 5.6:
select count(*) from `users` where `age` >= ?
-- with 3

-- equal to an empty optional is NULL
--   PostgreSQL 15:
select count(*) from "users" where "age" is null
--   SQLite:
select count(*) from "users" where "age" is null
--   MariaDB 10.11:
select count(*) from `users` where `age` is null
--   MySQL 5.6:
select count(*) from `users` where `age` is null

-- not equal to an empty optional is not NULL
--   PostgreSQL 15:
select count(*) from "users" where "age" is not null
--   SQLite:
select count(*) from "users" where "age" is not null
--   MariaDB 10.11:
select count(*) from `users` where `age` is not null
--   MySQL 5.6:
select count(*) from `users` where `age` is not null

-- less than an empty optional is false
--   PostgreSQL 15:
select count(*) from "users" where 1 = 0
--   SQLite:
select count(*) from "users" where 1 = 0
--   MariaDB 10.11:
select count(*) from `users` where 1 = 0
--   MySQL 5.6:
select count(*) from `users` where 1 = 0

-- is NULL
--   PostgreSQL 15:
select count(*) from "users" where "age" is null
--   SQLite:
select count(*) from "users" where "age" is null
--   MariaDB 10.11:
select count(*) from `users` where `age` is null
--   MySQL 5.6:
select count(*) from `users` where `age` is null

-- is not NULL
--   PostgreSQL 15:
select count(*) from "users" where "age" is not null
--   SQLite:
select count(*) from "users" where "age" is not null
--   MariaDB 10.11:
select count(*) from `users` where `age` is not null
--   MySQL 5.6:
select count(*) from `users` where `age` is not null

-- a column with a column
--   PostgreSQL 15:
select count(*) from "users" where "age" = "city_id"
--   SQLite:
select count(*) from "users" where "age" = "city_id"
--   MariaDB 10.11:
select count(*) from `users` where `age` = `city_id`
--   MySQL 5.6:
select count(*) from `users` where `age` = `city_id`

-- between
--   PostgreSQL 15:
select count(*) from "users" where "age" between $1 and $2
-- with 18, 65
--   SQLite:
select count(*) from "users" where "age" between ? and ?
-- with 18, 65
--   MariaDB 10.11:
select count(*) from `users` where `age` between ? and ?
-- with 18, 65
--   MySQL 5.6:
select count(*) from `users` where `age` between ? and ?
-- with 18, 65

-- in a list
--   PostgreSQL 15:
select count(*) from "users" where "age" in ($1, $2, $3)
-- with 1, 2, 3
--   SQLite:
select count(*) from "users" where "age" in (?, ?, ?)
-- with 1, 2, 3
--   MariaDB 10.11:
select count(*) from `users` where `age` in (?, ?, ?)
-- with 1, 2, 3
--   MySQL 5.6:
select count(*) from `users` where `age` in (?, ?, ?)
-- with 1, 2, 3

-- in a list with a NULL in it
--   PostgreSQL 15:
select count(*) from "users" where "age" in ($1, $2)
-- with 1, 3
--   SQLite:
select count(*) from "users" where "age" in (?, ?)
-- with 1, 3
--   MariaDB 10.11:
select count(*) from `users` where `age` in (?, ?)
-- with 1, 3
--   MySQL 5.6:
select count(*) from `users` where `age` in (?, ?)
-- with 1, 3

-- in nothing
--   PostgreSQL 15:
select count(*) from "users" where 1 = 0
--   SQLite:
select count(*) from "users" where 1 = 0
--   MariaDB 10.11:
select count(*) from `users` where 1 = 0
--   MySQL 5.6:
select count(*) from `users` where 1 = 0

-- not in a list
--   PostgreSQL 15:
select count(*) from "users" where "age" not in ($1, $2)
-- with 1, 2
--   SQLite:
select count(*) from "users" where "age" not in (?, ?)
-- with 1, 2
--   MariaDB 10.11:
select count(*) from `users` where `age` not in (?, ?)
-- with 1, 2
--   MySQL 5.6:
select count(*) from `users` where `age` not in (?, ?)
-- with 1, 2

-- not in nothing
--   PostgreSQL 15:
select count(*) from "users"
--   SQLite:
select count(*) from "users"
--   MariaDB 10.11:
select count(*) from `users`
--   MySQL 5.6:
select count(*) from `users`

-- not in a list of NULL
--   PostgreSQL 15:
select count(*) from "users"
--   SQLite:
select count(*) from "users"
--   MariaDB 10.11:
select count(*) from `users`
--   MySQL 5.6:
select count(*) from `users`

-- like
--   PostgreSQL 15:
select count(*) from "users" where "name" like $1 escape '!'
-- with "A%"
--   SQLite:
select count(*) from "users" where "name" like ? escape '!'
-- with "A%"
--   MariaDB 10.11:
select count(*) from `users` where `name` like ? escape '!'
-- with "A%"
--   MySQL 5.6:
select count(*) from `users` where `name` like ? escape '!'
-- with "A%"

-- like in any case
--   PostgreSQL 15:
select count(*) from "users" where lower("name" collate "default") like lower($1) escape '!'
-- with "A%"
--   SQLite:
select count(*) from "users" where lower("name") like lower(?) escape '!'
-- with "A%"
--   MariaDB 10.11:
select count(*) from `users` where lower(`name`) like lower(?) escape '!'
-- with "A%"
--   MySQL 5.6:
select count(*) from `users` where lower(`name`) like lower(?) escape '!'
-- with "A%"

-- contains text with wildcards in it
--   PostgreSQL 15:
select count(*) from "users" where "name" like $1 escape '!'
-- with "%100!%!_!!%"
--   SQLite:
select count(*) from "users" where "name" like ? escape '!'
-- with "%100!%!_!!%"
--   MariaDB 10.11:
select count(*) from `users` where `name` like ? escape '!'
-- with "%100!%!_!!%"
--   MySQL 5.6:
select count(*) from `users` where `name` like ? escape '!'
-- with "%100!%!_!!%"

-- starts with
--   PostgreSQL 15:
select count(*) from "users" where "name" like $1 escape '!'
-- with "New %"
--   SQLite:
select count(*) from "users" where "name" like ? escape '!'
-- with "New %"
--   MariaDB 10.11:
select count(*) from `users` where `name` like ? escape '!'
-- with "New %"
--   MySQL 5.6:
select count(*) from `users` where `name` like ? escape '!'
-- with "New %"

-- starts with in any case
--   PostgreSQL 15:
select count(*) from "users" where lower("name" collate "default") like lower($1) escape '!'
-- with "New %"
--   SQLite:
select count(*) from "users" where lower("name") like lower(?) escape '!'
-- with "New %"
--   MariaDB 10.11:
select count(*) from `users` where lower(`name`) like lower(?) escape '!'
-- with "New %"
--   MySQL 5.6:
select count(*) from `users` where lower(`name`) like lower(?) escape '!'
-- with "New %"

-- ends with
--   PostgreSQL 15:
select count(*) from "users" where "name" like $1 escape '!'
-- with "%ville"
--   SQLite:
select count(*) from "users" where "name" like ? escape '!'
-- with "%ville"
--   MariaDB 10.11:
select count(*) from `users` where `name` like ? escape '!'
-- with "%ville"
--   MySQL 5.6:
select count(*) from `users` where `name` like ? escape '!'
-- with "%ville"

-- every type of value
--   PostgreSQL 15:
select count(*) from "users" where ("is_active" = $1 and "id" = $2 and "created_at" < $3)
-- with true, 00000000-0000-0000-0000-000000000000, 1970-01-01 00:00:00.000000
--   SQLite:
select count(*) from "users" where ("is_active" = ? and "id" = ? and "created_at" < ?)
-- with true, 00000000-0000-0000-0000-000000000000, 1970-01-01 00:00:00.000000
--   MariaDB 10.11:
select count(*) from `users` where (`is_active` = ? and `id` = ? and `created_at` < ?)
-- with true, 00000000-0000-0000-0000-000000000000, 1970-01-01 00:00:00.000000
--   MySQL 5.6:
select count(*) from `users` where (`is_active` = ? and `id` = ? and `created_at` < ?)
-- with true, 00000000-0000-0000-0000-000000000000, 1970-01-01 00:00:00.000000

-- all of three is one list
--   PostgreSQL 15:
select count(*) from "users" where ("name" = $1 and "age" = $2 and "age" = $3)
-- with "a", 1, 2
--   SQLite:
select count(*) from "users" where ("name" = ? and "age" = ? and "age" = ?)
-- with "a", 1, 2
--   MariaDB 10.11:
select count(*) from `users` where (`name` = ? and `age` = ? and `age` = ?)
-- with "a", 1, 2
--   MySQL 5.6:
select count(*) from `users` where (`name` = ? and `age` = ? and `age` = ?)
-- with "a", 1, 2

-- any of two in all of two
--   PostgreSQL 15:
select count(*) from "users" where ("name" = $1 and ("age" = $2 or "age" = $3))
-- with "a", 1, 2
--   SQLite:
select count(*) from "users" where ("name" = ? and ("age" = ? or "age" = ?))
-- with "a", 1, 2
--   MariaDB 10.11:
select count(*) from `users` where (`name` = ? and (`age` = ? or `age` = ?))
-- with "a", 1, 2
--   MySQL 5.6:
select count(*) from `users` where (`name` = ? and (`age` = ? or `age` = ?))
-- with "a", 1, 2

-- all of two in any of two
--   PostgreSQL 15:
select count(*) from "users" where ("name" = $1 or ("age" = $2 and "age" = $3))
-- with "a", 1, 2
--   SQLite:
select count(*) from "users" where ("name" = ? or ("age" = ? and "age" = ?))
-- with "a", 1, 2
--   MariaDB 10.11:
select count(*) from `users` where (`name` = ? or (`age` = ? and `age` = ?))
-- with "a", 1, 2
--   MySQL 5.6:
select count(*) from `users` where (`name` = ? or (`age` = ? and `age` = ?))
-- with "a", 1, 2

-- not
--   PostgreSQL 15:
select count(*) from "users" where not ("name" = $1)
-- with "a"
--   SQLite:
select count(*) from "users" where not ("name" = ?)
-- with "a"
--   MariaDB 10.11:
select count(*) from `users` where not (`name` = ?)
-- with "a"
--   MySQL 5.6:
select count(*) from `users` where not (`name` = ?)
-- with "a"

-- not any of two
--   PostgreSQL 15:
select count(*) from "users" where not (("name" = $1 or "age" = $2))
-- with "a", 1
--   SQLite:
select count(*) from "users" where not (("name" = ? or "age" = ?))
-- with "a", 1
--   MariaDB 10.11:
select count(*) from `users` where not ((`name` = ? or `age` = ?))
-- with "a", 1
--   MySQL 5.6:
select count(*) from `users` where not ((`name` = ? or `age` = ?))
-- with "a", 1
