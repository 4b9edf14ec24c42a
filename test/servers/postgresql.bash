# SPDX-License-Identifier: BSL-1.0
# shellcheck shell=bash
#
# What the PostgreSQL versions share. The script that sources this sets $programs (the folder of initdb and
# postgres), $time_zone and, where the programs bring their own libraries, $libraries. It sources certificates.bash, too.
#
# Clients may use TLS, and libpq would by itself: with-servers sets PGSSLMODE.

# shellcheck disable=SC2034,SC2154 # read and set by the scripts on either side of this one

ready_pattern='database system is ready to accept connections'
address_in_use_pattern='Address already in use'
stop_signal=QUIT # immediate: the data is thrown away, and shared memory is still released
crash_signal=QUIT # SIGKILL would leave the sessions' processes behind, and the shared memory with them
shutdown_signal=INT

with_libraries() {
    if [[ -n ${libraries:-} ]]; then
        printf '%s\n' env "LD_LIBRARY_PATH=$libraries"
    fi
}

# A benchmark asks what a server does that was set up for its data: the defaults are for a machine of 1 GB.
server_settings() {
    if [[ -n ${ALUDEL_SERVERS_DURABLE:-} ]]; then
        # Log files that are kept (min_wal_size, up to 4 GB) need not be made and filled with zeros during the next load.
        printf '%s\n' -c shared_buffers=1GB -c wal_buffers=64MB -c min_wal_size=4GB -c max_wal_size=8GB \
            -c checkpoint_timeout=30min
    else
        printf '%s\n' -c fsync=off
        # It is the machine's end that needs fsync; a process that ends leaves its writes with the system.
        [[ ${ALUDEL_SERVERS_SETTINGS:-} == crash-safe ]] ||
            printf '%s\n' -c synchronous_commit=off -c full_page_writes=off
    fi
    extra_options
}

create_data() {
    local prefix
    make_certificates
    mapfile -t prefix < <(with_libraries)
    as_server_user ${prefix[@]+"${prefix[@]}"} "$programs/initdb" --pgdata="$data" --username=postgres --auth=trust \
        --encoding=UTF8 --locale=C.UTF-8 --no-sync --no-instructions || return 1

    # Not a superuser: what only a superuser may do must not pass the tests. Benchmarks take a checkpoint before each run.
    # One line is one statement in single-user mode.
    as_server_user ${prefix[@]+"${prefix[@]}"} "$programs/postgres" --single -D "$data" -c fsync=off postgres <<'SQL' || return 1
create role aludel login createdb
grant pg_checkpoint to aludel
create database aludel owner aludel template template0 encoding 'UTF8'
SQL
}

run_server() {
    local prefix settings
    mapfile -t prefix < <(with_libraries)
    mapfile -t settings < <(server_settings)
    become_server ${prefix[@]+"${prefix[@]}"} "$programs/postgres" -D "$data" -p "$1" -c listen_addresses=127.0.0.1 \
        -c unix_socket_directories= -c "timezone=$time_zone" -c "log_timezone=$time_zone" -c max_connections=200 \
        "-cexternal_pid_file=$directory/server.pid" -c log_min_messages=warning -c ssl=on \
        -c "ssl_cert_file=$certificates/server.pem" -c "ssl_key_file=$certificates/server.key" \
        -c "ssl_ca_file=$certificates/ca.pem" ${settings[@]+"${settings[@]}"}
}

server_url() {
    printf 'postgresql://aludel@127.0.0.1:%s/aludel\n' "$1"
}
