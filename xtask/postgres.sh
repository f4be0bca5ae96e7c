#!/usr/bin/env bash
# A throw-away PostgreSQL for the tests: `start` prints its URL, `stop` ends it, `url` prints the URL again.
#
# The cluster lives under target/postgres, runs as its own unprivileged user (initdb refuses root) on a free
# loopback port, and gives up durability for speed. Never put data there that you want to keep.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
state=$root/target/postgres
user=postgres

fail() {
    echo "postgres: $*" >&2
    exit 1
}

# Debian keeps the server's programs out of PATH, one folder per version.
programs() {
    local folder
    for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort --version-sort --reverse) \
        $(pg_config --bindir 2>/dev/null || true); do
        if [[ -x $folder/initdb && -x $folder/pg_ctl ]]; then
            echo "$folder"
            return
        fi
    done
    fail "initdb was not found; install PostgreSQL (Debian: apt-get install postgresql)"
}

# Runs a command as the cluster's user: ourselves, unless we are root.
as_user() {
    if [[ $(id -u) == 0 ]]; then
        (cd / && runuser -u "$user" -- "$@")
    else
        "$@"
    fi
}

# Where the cluster is: under target/, or in a temporary folder where its user can't reach that.
location() {
    [[ -f $state/location ]] && cat "$state/location"
}

port() {
    sed -n 4p "$1/postmaster.pid" | tr -d ' '
}

url() {
    echo "postgres://ostia@127.0.0.1:$(port "$1")/ostia"
}

is_running() {
    [[ -n $1 ]] && as_user "$bin/pg_ctl" -D "$1" status >/dev/null 2>&1
}

create() {
    local data=$state/data
    mkdir -p "$state"
    if [[ $(id -u) == 0 ]]; then
        id "$user" >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin "$user"
        mkdir -p "$data"
        chown "$user" "$data"
        if ! as_user test -w "$data" 2>/dev/null; then
            data=$(as_user mktemp -d "${TMPDIR:-/tmp}/ostia-postgres.XXXXXX")
        fi
    fi
    as_user "$bin/initdb" -D "$data" -U ostia --auth=trust --encoding=UTF8 --locale=C --no-sync \
        --no-instructions >"$state/initdb.log" 2>&1 || { cat "$state/initdb.log" >&2; fail "initdb failed"; }
    echo "$data" >"$state/location"
}

# A port that nobody listens on now; another is tried if somebody takes it first.
free_port() {
    local candidate
    while true; do
        candidate=$((20000 + RANDOM % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null || break
    done
    echo "$candidate"
}

start() {
    local data attempt
    data=$(location || true)
    if is_running "$data"; then
        url "$data"
        return
    fi
    # Every start begins empty, so that nothing depends on what an earlier run left behind.
    forget
    create
    data=$(location)
    for attempt in 1 2 3; do
        if as_user "$bin/pg_ctl" -D "$data" -w -t 60 -l "$data/log" -o "-c listen_addresses=127.0.0.1 \
            -c port=$(free_port) -c unix_socket_directories='' -c max_connections=300 -c shared_buffers=128MB \
            -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 \
            -c max_wal_size=4GB -c checkpoint_timeout=1h -c autovacuum=off -c jit=off" start >"$state/start.log" 2>&1; then
            break
        fi
        [[ $attempt != 3 ]] || { cat "$state/start.log" "$data/log" >&2; fail "the server did not start"; }
    done
    if ! "$bin/psql" -qAt "$(url "$data")" -c 'SELECT 1' >/dev/null 2>&1; then
        "$bin/createdb" -h 127.0.0.1 -p "$(port "$data")" -U ostia ostia
    fi
    url "$data"
}

stop() {
    local data
    data=$(location || true)
    if is_running "$data"; then
        as_user "$bin/pg_ctl" -D "$data" -m fast -w -t 30 stop >/dev/null || fail "the server did not stop"
    fi
}

# Drops the cluster of an earlier run.
forget() {
    local data
    data=$(location || true)
    [[ -z $data ]] || rm -rf -- "$data"
    rm -rf -- "$state"
}

bin=$(programs)
case ${1:-} in
    start) start ;;
    stop) stop ;;
    url)
        data=$(location || true)
        is_running "$data" || fail "not running; start it with xtask/postgres.sh start"
        url "$data"
        ;;
    *)
        echo "usage: xtask/postgres.sh start|stop|url" >&2
        exit 2
        ;;
esac
