# SPDX-License-Identifier: BSL-1.0
# shellcheck shell=bash
#
# What MariaDB and MySQL share: the account, the database, the options. Where this says nothing the servers keep
# their own defaults (sql_mode and the default character set among them), because users' servers do too.

# shellcheck disable=SC2034,SC2154 # read and set by the scripts on either side of this one

ready_pattern='ready for connections'
address_in_use_pattern='Address already in use'
stop_signal=TERM
crash_signal=KILL
shutdown_signal=TERM

# Everything that concerns data, in any database; nothing that concerns the server.
rights='SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX, REFERENCES, CREATE TEMPORARY TABLES, LOCK TABLES,
    CREATE VIEW, SHOW VIEW, TRIGGER, CREATE ROUTINE, ALTER ROUTINE, EXECUTE, EVENT'

# Both accounts, because an anonymous ''@'localhost', which MySQL 5.6 brings, would win over 'aludel'@'%'.
# The server reads this before it accepts connections; one line is one statement.
write_account_statements() {
    local host
    printf 'CREATE DATABASE aludel CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;\n'
    for host in localhost 127.0.0.1 %; do
        printf "CREATE USER 'aludel'@'%s' IDENTIFIED BY 's3rv3r-passw0rd';\n" "$host"
        printf "GRANT %s ON *.* TO 'aludel'@'%s';\n" "$(tr '\n' ' ' <<<"$rights")" "$host"
        printf "CREATE USER 'certified'@'%s' IDENTIFIED BY 's3rv3r-passw0rd' REQUIRE X509;\n" "$host"
        printf "GRANT SELECT ON *.* TO 'certified'@'%s';\n" "$host"
    done
}

family_options() {
    local port=$1
    printf '%s\n' "--datadir=$data" --socket=server.sock "--port=$port" --bind-address=127.0.0.1 "--tmpdir=$directory" \
        "--pid-file=$directory/server.pid" "--init-file=$directory/account.sql" --local-infile=1 --max-connections=200
    if [[ -n ${ALUDEL_SERVERS_DURABLE:-} ]]; then
        # A benchmark asks what a server does that was set up for its data: the defaults are for a small machine.
        printf '%s\n' --innodb-buffer-pool-size=1G --innodb-log-file-size=1G --innodb-log-buffer-size=64M
    elif [[ ${ALUDEL_SERVERS_SETTINGS:-} == crash-safe ]]; then
        # Each commit reaches the system. SIGKILL can cut the write of a page in two, hence the doublewrite buffer.
        printf '%s\n' --innodb-flush-log-at-trx-commit=2
    else
        printf '%s\n' --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0
    fi
    extra_options
}
