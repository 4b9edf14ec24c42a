# SPDX-License-Identifier: BSL-1.0
# shellcheck shell=bash
#
# What every server script here shares. A script sources this file, defines its kind and
#
#   install_server        makes the programs available, or calls `skip REASON` or `fail REASON`
#   create_data           fills "$data", running as the server's user
#   run_server PORT       replaces the shell by the server, through `become_server`
#   server_url PORT       prints the URL that tests use
#
# and ends with `main "$@"`, which offers two subcommands:
#
#   install          makes the server available
#   serve DIRECTORY  does that, then runs the server in DIRECTORY until SIGTERM; DIRECTORY/url appears
#                    when it accepts connections, DIRECTORY/skip when it cannot be had, and holds the reason;
#                    afterwards the directory is gone. SIGUSR1 ends the server as a crash would, SIGUSR2 as an
#                    administrator would; both start it again on the same port and data, and DIRECTORY/starts then
#                    counts one more. DIRECTORY/server.pid is the server's process.
#
# Settings in the environment, for servers that one test has to itself:
#
#   ALUDEL_SERVERS_SETTINGS=crash-safe   what was committed survives the end of the server's process
#   ALUDEL_SERVERS_OPTIONS               more options of the server, separated by spaces

# shellcheck disable=SC2154 # kind, ready_pattern, address_in_use_pattern and the signals come from the script

skip_status=77

fail() {
    printf '%s: %s\n' "$kind" "$1" >&2
    exit 1
}

skip() {
    [[ -z ${directory:-} ]] || printf '%s\n' "$1" >"$directory/skip"
    printf '%s: skipped: %s\n' "$kind" "$1" >&2
    exit "$skip_status"
}

# No database server agrees to run as root.
server_identity=()
if ((EUID == 0)); then
    server_identity=(--reuid=nobody "--regid=$(id -g nobody)" --clear-groups)
fi

as_server_user() {
    setpriv ${server_identity[@]+"${server_identity[@]}"} -- "$@"
}

# The server gets the signal even when this script is killed with SIGKILL.
become_server() {
    exec setpriv ${server_identity[@]+"${server_identity[@]}"} "--pdeathsig=$stop_signal" -- "$@"
}

# Below the range that the kernel gives to outgoing connections, so that only another server can take it.
free_port() {
    python3 - <<'PYTHON'
import random, socket
while True:
    port = random.randrange(15000, 32000)
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            continue
    print(port)
    break
PYTHON
}

# The cache lies where the server's user can read it: root's home is closed to others.
cache_directory() {
    if ((EUID == 0)); then
        printf '%s\n' "${ALUDEL_SERVERS_CACHE:-/var/cache/aludel-servers}"
    else
        printf '%s\n' "${ALUDEL_SERVERS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/aludel-servers}"
    fi
}

# unpack_npm_package NAME VERSION FOLDER: afterwards $npm_package is the unpacked package, kept in the cache.
unpack_npm_package() {
    local name=$1 version=$2 folder=$3 cache partial archive reason
    cache=$(cache_directory)
    npm_package=$cache/$folder-$version
    [[ ! -d $npm_package ]] || return 0
    command -v npm >/dev/null || skip "it comes as an npm package, and npm is not installed"
    mkdir -p "$cache" || skip "cannot create the cache directory $cache"

    exec 9>"$cache/$folder.lock"
    flock 9
    if [[ ! -d $npm_package ]]; then
        partial=$(mktemp -d "$cache/partial.XXXXXX")
        if ! archive=$(cd "$partial" && npm pack --loglevel=error --fetch-retries=1 --fetch-timeout=120000 \
            "$name@$version" 2>npm.log); then
            reason=$(sed -n 's/^npm \(ERR!\|error\) code //p' "$partial/npm.log")
            rm -rf "$partial"
            skip "npm could not fetch $name@$version${reason:+ ($reason)}"
        fi
        tar -xzf "$partial/$archive" -C "$partial"
        (cd "$partial/package" && prepare_npm_package)
        chmod -R a+rX "$partial/package"
        mv "$partial/package" "$npm_package"
        rm -rf "$partial"
    fi
    exec 9>&-
}

prepare_npm_package() { :; }

stop_server() {
    trap '' TERM INT HUP
    [[ -n ${server_process:-} ]] || return 0
    kill "-$stop_signal" "$server_process" 2>/dev/null || return 0
    local tenths
    for ((tenths = 0; tenths < 100; tenths++)); do
        kill -0 "$server_process" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL "$server_process" 2>/dev/null || true
    wait "$server_process" 2>/dev/null || true
}

becomes_ready() {
    local tenths
    for ((tenths = 0; tenths < 600; tenths++)); do
        ! grep -q "$ready_pattern" "$log" || return 0
        kill -0 "$server_process" 2>/dev/null || return 1
        sleep 0.1
    done
    return 1
}

# extra_options: the words of ALUDEL_SERVERS_OPTIONS, one per line.
extra_options() {
    local words
    read -ra words <<<"${ALUDEL_SERVERS_OPTIONS:-}"
    ((${#words[@]} == 0)) || printf '%s\n' "${words[@]}"
}

# run_until_ready PORT
run_until_ready() {
    : >"$log"
    run_server "$1" >>"$log" 2>&1 </dev/null &
    server_process=$!
    becomes_ready
}

# A server that was told to end and does not is killed after half a minute.
end_server() {
    kill "-$1" "$server_process" 2>/dev/null || true
    local tenths
    for ((tenths = 0; tenths < 300; tenths++)); do
        kill -0 "$server_process" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL "$server_process" 2>/dev/null || true
    wait "$server_process" 2>/dev/null || true
}

# keep_serving PORT: starts the server again as often as it is asked to; returns when the server ends by itself.
keep_serving() {
    local starts=1 ending
    restart_by=
    trap 'restart_by=$crash_signal' USR1
    trap 'restart_by=$shutdown_signal' USR2
    while true; do
        printf '%d\n' "$starts" >"$directory/starts.new"
        mv "$directory/starts.new" "$directory/starts"
        wait "$server_process" || true
        [[ -n $restart_by ]] || return 0
        ending=$restart_by
        restart_by=
        end_server "$ending"
        if ! run_until_ready "$1"; then
            tail -n 20 "$log" >&2
            fail "did not start again"
        fi
        starts=$((starts + 1))
    done
}

serve() {
    directory=$(cd "$1" && pwd)
    data=$directory/data
    log=$directory/log
    install_server
    ((EUID != 0)) || chown nobody "$directory"
    cd "$directory"
    export HOME=$directory TMPDIR=$directory

    server_process=
    trap 'stop_server; rm -rf "$directory"' EXIT
    trap 'exit 143' TERM INT HUP
    if ! create_data >"$directory/create.log" 2>&1; then
        tail -n 20 "$directory/create.log" >&2
        fail "could not create its data directory"
    fi

    local attempt port
    for attempt in 1 2 3; do
        port=$(free_port)
        if run_until_ready "$port"; then
            server_url "$port" >"$directory/url.new"
            mv "$directory/url.new" "$directory/url"
            keep_serving "$port"
            fail "the server ended by itself; the end of its log: $(tail -n 3 "$log" | tr '\n' ' ')"
        fi
        stop_server
        trap 'exit 143' TERM INT HUP
        grep -q "$address_in_use_pattern" "$log" || break
    done
    tail -n 20 "$log" >&2
    fail "did not start (attempt $attempt)"
}

main() {
    case "${1:-}:$#" in
    install:1) install_server ;;
    serve:2) serve "$2" ;;
    *)
        printf 'usage: %s install | serve DIRECTORY\n' "$0" >&2
        exit 2
        ;;
    esac
}
