-- SPDX-License-Identifier: BSL-1.0

-- a row whose key the database counts
--   PostgreSQL 15:
insert into "city" ("name") values ($1)
--   SQLite:
insert into "city" ("name") values (?)
--   MariaDB 10.11:
insert into `city` (`name`) values (?)
--   MySQL 5.6:
insert into `city` (`name`) values (?)

-- a row with a key or NULL to ask for one
--   PostgreSQL 15:
insert into "city" ("id", "name") values (coalesce($1, nextval((select cast(pg_get_serial_sequence('"city"', 'id') as regclass)))), $2)
--   SQLite:
insert into "city" ("id", "name") values (?, ?)
--   MariaDB 10.11:
insert into `city` (`id`, `name`) values (?, ?)
--   MySQL 5.6:
insert into `city` (`id`, `name`) values (?, ?)

-- many rows with a key or NULL to ask for one
--   PostgreSQL 15:
insert into "city" ("id", "name") values (coalesce($1, nextval((select cast(pg_get_serial_sequence('"city"', 'id') as regclass)))), $2), (coalesce($3, nextval((select cast(pg_get_serial_sequence('"city"', 'id') as regclass)))), $4), (coalesce($5, nextval((select cast(pg_get_serial_sequence('"city"', 'id') as regclass)))), $6)
--   SQLite:
insert into "city" ("id", "name") values (?, ?), (?, ?), (?, ?)
--   MariaDB 10.11:
insert into `city` (`id`, `name`) values (?, ?), (?, ?), (?, ?)
--   MySQL 5.6:
insert into `city` (`id`, `name`) values (?, ?), (?, ?), (?, ?)

-- many rows with a key or NULL to ask a sequence for one
--   PostgreSQL 15:
insert into "invoice" ("id", "customer") values (coalesce($1, nextval((select cast(pg_get_serial_sequence('"invoice"', 'id') as regclass)))), $2), (coalesce($3, nextval((select cast(pg_get_serial_sequence('"invoice"', 'id') as regclass)))), $4) returning "id", "customer"
--   SQLite:
insert into "invoice" ("id", "customer") values (?, ?), (?, ?) returning "id", "customer"
--   MariaDB 10.11:
insert into `invoice` (`id`, `customer`) values (coalesce(?, next value for `sq_invoice__id`), ?), (coalesce(?, next value for `sq_invoice__id`), ?) returning `id`, `customer`
--   MySQL 5.6:
insert into `invoice` (`id`, `customer`) values (?, ?), (?, ?)

-- a row of nothing but what the database makes
--   PostgreSQL 15:
insert into "city" default values
--   SQLite:
insert into "city" default values
--   MariaDB 10.11:
insert into `city` () values ()
--   MySQL 5.6:
insert into `city` () values ()

-- a row that comes back as it is stored
--   PostgreSQL 15:
insert into "city" ("name") values ($1) returning "id", "name"
--   SQLite:
insert into "city" ("name") values (?) returning "id", "name"
--   MariaDB 10.11:
insert into `city` (`name`) values (?) returning `id`, `name`
--   MySQL 5.6:
insert into `city` (`name`) values (?)

-- a row with a UUID and defaults or NULL to ask for them
--   PostgreSQL 15:
insert into "ticket" ("id", "status", "priority", "opened") values (coalesce($1, gen_random_uuid()), coalesce($2, ('open')), coalesce($3, (3)), coalesce($4, (current_timestamp)))
--   SQLite:
insert into "ticket" ("id", "status", "priority", "opened") values (coalesce(?, cast(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf', 1 + (random() & 63), 1) || randomblob(7) as blob)), coalesce(?, ('open')), coalesce(?, (3)), coalesce(?, (current_timestamp)))
--   MariaDB 10.11:
insert into `ticket` (`id`, `status`, `priority`, `opened`) values (coalesce(?, unhex(replace(convert(uuid() using utf8mb4), '-', ''))), coalesce(?, ('open')), coalesce(?, (3)), coalesce(?, (current_timestamp)))
--   MySQL 5.6:
insert into `ticket` (`id`, `status`, `priority`, `opened`) values (coalesce(?, unhex(replace(convert(uuid() using utf8mb4), '-', ''))), coalesce(?, ('open')), coalesce(?, (3)), coalesce(?, (current_timestamp)))

-- a row that leaves its UUID and defaults out
--   PostgreSQL 15:
insert into "ticket" default values returning "id", "status", "priority", "opened"
--   SQLite:
insert into "ticket" default values returning "id", "status", "priority", "opened"
--   MariaDB 10.11:
insert into `ticket` () values () returning `id`, `status`, `priority`, `opened`
--   MySQL 5.6:
insert into `ticket` () values ()

-- words of SQL and quotes as names
--   PostgreSQL 15:
insert into "order" ("select", "a ""quoted"" `name`") values ($1, $2)
--   SQLite:
insert into "order" ("select", "a ""quoted"" `name`") values (?, ?)
--   MariaDB 10.11:
insert into `order` (`select`, `a "quoted" ``name```) values (?, ?)
--   MySQL 5.6:
insert into `order` (`select`, `a "quoted" ``name```) values (?, ?)

-- a row with a key of two columns
--   PostgreSQL 15:
insert into "membership" ("user_id", "group_id", "role") values ($1, $2, $3)
--   SQLite:
insert into "membership" ("user_id", "group_id", "role") values (?, ?, ?)
--   MariaDB 10.11:
insert into `membership` (`user_id`, `group_id`, `role`) values (?, ?, ?)
--   MySQL 5.6:
insert into `membership` (`user_id`, `group_id`, `role`) values (?, ?, ?)

-- keys that objects brought are not counted again
--   PostgreSQL 15:
select setval(counter.id, counter.wanted) from (select cast(:p1 as bigint) as wanted, cast(pg_get_serial_sequence('"city"', 'id') as regclass) as id) as counter where counter.wanted > coalesce(pg_sequence_last_value(counter.id), greatest((select seqstart - seqincrement from pg_catalog.pg_sequence where seqrelid = counter.id), (select max("id") from "city")))
--   SQLite:
-- nothing: the database does it
--   MariaDB 10.11:
-- nothing: the database does it
--   MySQL 5.6:
-- nothing: the database does it

-- keys that objects brought do not come from a sequence again
--   PostgreSQL 15:
select setval(counter.id, counter.wanted) from (select cast(:p1 as bigint) as wanted, cast(pg_get_serial_sequence('"invoice"', 'id') as regclass) as id) as counter where counter.wanted > coalesce(pg_sequence_last_value(counter.id), greatest((select seqstart - seqincrement from pg_catalog.pg_sequence where seqrelid = counter.id), (select max("id") from "invoice")))
--   SQLite:
-- nothing: the database does it
--   MariaDB 10.11:
do setval(`sq_invoice__id`, :p1)
--   MySQL 5.6:
-- nothing: the database does it
