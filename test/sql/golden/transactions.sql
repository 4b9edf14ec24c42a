-- SPDX-License-Identifier: BSL-1.0

-- as the database likes it
--   PostgreSQL 15:
begin
--   SQLite:
begin immediate
--   MariaDB 10.11:
start transaction
--   MySQL 5.6:
start transaction

-- read committed
--   PostgreSQL 15:
begin isolation level read committed
--   SQLite:
begin immediate
--   MariaDB 10.11:
set transaction isolation level read committed
start transaction
--   MySQL 5.6:
set transaction isolation level read committed
start transaction

-- repeatable read
--   PostgreSQL 15:
begin isolation level repeatable read
--   SQLite:
begin immediate
--   MariaDB 10.11:
set transaction isolation level repeatable read
start transaction
--   MySQL 5.6:
set transaction isolation level repeatable read
start transaction

-- serializable
--   PostgreSQL 15:
begin isolation level serializable
--   SQLite:
begin immediate
--   MariaDB 10.11:
set transaction isolation level serializable
start transaction
--   MySQL 5.6:
set transaction isolation level serializable
start transaction

-- read only
--   PostgreSQL 15:
begin read only
--   SQLite:
begin deferred
--   MariaDB 10.11:
start transaction read only
--   MySQL 5.6:
start transaction read only

-- serializable and read only
--   PostgreSQL 15:
begin isolation level serializable read only
--   SQLite:
begin deferred
--   MariaDB 10.11:
set transaction isolation level serializable
start transaction read only
--   MySQL 5.6:
set transaction isolation level serializable
start transaction read only
