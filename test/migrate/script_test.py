#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Gives what the command `sql` prints to the database's own client, and looks what that has made.

usage: script_test.py MIGRATE_TEST DATABASE

DATABASE is sqlite or a server of ALUDEL_URL_SERVER; status 77 where that is not set, or where the client is missing. The
revision creates a trigger, which holds semicolons, and a text with a backslash.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from urllib.parse import unquote, urlsplit

SKIP_STATUS = 77
REVISION = r"""-- aludel:revision a1
-- aludel:message shout
-- aludel:up
create table scripted_city (id bigint not null primary key, name varchar(50) not null);
create trigger scripted_shout after insert on scripted_city begin
  update scripted_city set name = name || '?' where id = new.id;
  update scripted_city set name = name || '!' where id = new.id;
end;
-- aludel:data
-- aludel:begin
insert into scripted_city (id, name) values (1, 'Voss\'); -- behind it
-- aludel:end
-- aludel:up postgresql
create table scripted_city (id bigint not null primary key, name varchar(50) not null);
create function scripted_shout() returns trigger language plpgsql as $$
begin
  new.name := new.name || '?';
  new.name := new.name || '!';
  return new;
end $$;
create trigger scripted_shout before insert on scripted_city for each row execute function scripted_shout();
-- aludel:data
insert into scripted_city (id, name) values (1, 'Voss\');
-- aludel:up mysql mariadb
create table scripted_city (id bigint not null primary key, name varchar(50) not null);
-- aludel:begin
create trigger scripted_shout before insert on scripted_city for each row
begin
  if new.id > 0 then
    set new.name = new.name || '?';
  end if;
  set new.name = case when new.id > 0 then new.name || '!' else 'none' end;
end; -- behind it
-- aludel:end
-- aludel:data
insert into scripted_city (id, name) values (1, 'Voss\');
-- aludel:down
drop table scripted_city;
-- aludel:down postgresql
drop table scripted_city;
drop function scripted_shout();
"""
QUERY = "select name from scripted_city"
EXPECTED = "Voss\\?!"


def client_of(database, url):
    """The client's command, which reads SQL, and how it prints bare rows."""
    if database == "sqlite":
        return ["sqlite3", url.removeprefix("sqlite:///")], []
    if database.startswith("postgresql"):
        return ["psql", "--no-psqlrc", "--quiet", url], ["--tuples-only", "--no-align"]
    server = urlsplit(url)
    os.environ["MYSQL_PWD"] = unquote(server.password or "")
    return ["mysql", "--no-defaults", "--protocol=tcp", f"--host={server.hostname}", f"--port={server.port or 3306}",
            f"--user={server.username}", server.path.lstrip("/")], ["--skip-column-names", "--batch", "--raw"]


def run(command, **options):
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False, **options)
    print("$", *command, "\n" + ended.stdout + ended.stderr, flush=True)
    assert ended.returncode == 0, ended.returncode
    return ended.stdout


def main():
    program, database = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="aludel-script-") as folder:
        name = f"ALUDEL_URL_{database.upper()}"
        url = f"sqlite:///{folder}/script.db" if database == "sqlite" else os.environ.get(name)
        client, bare = client_of(database, url) if url else ([], [])
        if not url or not shutil.which(client[0]):
            print(os.environ.get(name.replace("_URL_", "_SKIP_")) or f"{name} is not set, or its client is missing")
            return SKIP_STATUS
        migrations = os.path.join(folder, "migrations")
        os.mkdir(migrations)
        with open(os.path.join(migrations, "a1.sql"), "w", encoding="utf-8") as file:
            file.write(REVISION)

        def command(*words):
            return run([program, "--as-program", "before", *words, "--url", url, "--folder", migrations])

        def clean():
            command("downgrade", "base", "--yes")
            command("drop-all", "--yes")

        try:
            script = command("sql")
            run(client, input=script)
            found = run(client + bare, input=QUERY + ";").strip()
            assert found == EXPECTED, found
            assert command("status").strip() == "up to date"
            assert command("current").strip() == "a1 shout"
        except BaseException:
            try:
                clean()
            except AssertionError as failed:  # what failed first says why
                print("cleaning failed, too:", failed)
            raise
        clean()
    return 0


if __name__ == "__main__":
    sys.exit(main())
