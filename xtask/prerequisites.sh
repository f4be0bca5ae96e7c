#!/usr/bin/env bash
# Makes sure that what the tests need beside Rust is there: PostgreSQL, Chromium, Node.js, Python with venv.
#
# As root on a system with apt-get what is missing is installed; otherwise it says what to install and fails.
# `prerequisites.sh bench` asks for what the benchmarks need instead.
set -euo pipefail

missing=()
packages=()

need() {
    local what=$1 package=$2
    shift 2
    "$@" >/dev/null 2>&1 && return
    missing+=("$what")
    [[ -z $package ]] || packages+=("$package")
}

has_postgresql() {
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb || [[ -x $(pg_config --bindir)/initdb ]]
}

has_chromium() {
    [[ -n ${CHROMIUM:-} ]] && command -v "$CHROMIUM" && return
    command -v chromium || command -v chromium-browser || command -v google-chrome
}

has_node() {
    node --eval 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || a === 20 && b >= 19 ? 0 : 1)'
}

check() {
    missing=()
    packages=()
    need "Node.js 20.19 or newer (https://nodejs.org)" "" has_node
    need "npm" "" command -v npm
    if [[ $1 == bench ]]; then
        need "wrk" wrk command -v wrk
        need "sqlite3" sqlite3 command -v sqlite3
        return
    fi
    need "Python 3 with venv" python3-venv python3 -c 'import venv, ensurepip'
    need "PostgreSQL's server (initdb, pg_ctl)" postgresql has_postgresql
    need "Chromium (or set CHROMIUM to its path)" chromium has_chromium
}

purpose=${1:-test}
check "$purpose"
if ((${#packages[@]})) && [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    echo "installing: ${packages[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q=2
    apt-get install -q=2 --no-install-recommends "${packages[@]}" >/dev/null
    check "$purpose"
fi
if ((${#missing[@]})); then
    echo "Install these first, then run make again:" >&2
    printf '  - %s\n' "${missing[@]}" >&2
    if ((${#packages[@]})); then
        echo "On Debian or Ubuntu: sudo apt-get install ${packages[*]}" >&2
    fi
    # The benchmarks can do without wrk.
    [[ $purpose == bench ]] || exit 1
fi
