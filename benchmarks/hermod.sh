#!/usr/bin/env bash
# Hermod as a peer of a comparison run (run.py of the bench tool: --peer hermod:benchmarks/hermod.sh:37222:37223:memory:pg).
# usage: hermod.sh start memory|pg   -> prints the pid       hermod.sh stop | pid | wipe
# Accounts u0..u$((NUSERS-1)), password "pw", on the bench tool's PostgreSQL. `memory` and `pg` have a database each, so that what
# durable chats leave unread is not delivered in the other's tests; else they differ only in what the generator asks for (no-store
# or not).
# BENCH_SERVER: what to run, this repository or an unpacked package. HERMOD_JVM_OPTIONS passes through.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=${BENCH_SERVER:-$here/..}
state=${XBENCH_RT:-/tmp/xbench}/hermod
users=${NUSERS:-20000}
pg_host=127.0.0.1 pg_port=${PG_PORT:-17432}
bench=${BENCH_HOME:?is the directory of the bench tool}

setup=${2:-memory}
database=hermod_$setup

sql() { PGOPTIONS='-c search_path=hermod' psql -h "$pg_host" -p "$pg_port" -U postgres -q -v ON_ERROR_STOP=1 "$@"; }
launcher=$home/hermod
[ -x "$launcher" ] || launcher=$home/bin/hermod

configure() {
  mkdir -p "$state/data"
  cat >"$state/hermod.yaml" <<EOF
domains: [localhost]
data: $state/data
listeners:
  c2s:     { host: 127.0.0.1, port: 37222 }
  c2s-tls: { host: 127.0.0.1, port: 37223 }
  s2s: off
  s2s-tls: off
  component: off
  http: off
  https: off
  admin:   { host: 127.0.0.1, port: 37090 }
storage: { url: "jdbc:postgresql://$pg_host:$pg_port/$database", user: postgres }
auth: { scram-iterations: 4096, mechanisms: [SCRAM-SHA-256, SCRAM-SHA-1, PLAIN] }
limits:
  connections-per-address: 100000
  stanzas-per-second: 100000
  room-messages-per-second: 1000000
EOF
}

# As the other peers get theirs: one salt for all, by SQL.
accounts() {
  python3 - "$users" <<'P' | sql -d "$database"
import base64, hashlib, hmac, sys
pw, salt, n = b"pw", b"xbench-salt-0001", 4096
def row(name, h):
    salted = hashlib.pbkdf2_hmac(h, pw, salt, n)
    key = hmac.new(salted, b"Client Key", h).digest()
    stored, server = hashlib.new(h, key).digest(), hmac.new(salted, b"Server Key", h).digest()
    return f"insert into verifier select archive_id, '{name}', {n}, '\\x{salt.hex()}', '\\x{stored.hex()}', '\\x{server.hex()}' from account;"
print(f"insert into archive (owner) select 'u' || i || '@localhost' from generate_series(0, {int(sys.argv[1]) - 1}) i;")
print("insert into account select archive_id, 'localhost', split_part(owner, '@', 1), false, false, now() from archive;")
print(row("SHA_1", "sha1")); print(row("SHA_256", "sha256")); print("analyze;")
P
}

listening() {
  for _ in $(seq 300); do
    grep -q '^ready' "$state/out" && return
    kill -0 "$(cat "$state/pid")" 2>/dev/null || break
    sleep 0.1
  done
  tail "$state/out" >&2
  return 1
}

launch() {
  cd "$state"
  ulimit -n "$(ulimit -Hn)"
  setsid "$launcher" run --config "$state/hermod.yaml" >"$state/out" 2>&1 </dev/null &
  echo $! >"$state/pid"
  listening
}

stop() {
  [ -f "$state/pid" ] || return 0
  kill "$(cat "$state/pid")" 2>/dev/null || true
  for _ in $(seq 150); do kill -0 "$(cat "$state/pid")" 2>/dev/null || break; sleep 0.1; done
  rm -f "$state/pid"
}

case ${1:-} in
  start)
    "$bench/pg.sh" start >/dev/null
    "$launcher" --version >/dev/null
    configure
    sql -d postgres -Atc "select 1 from pg_database where datname = '$database'" | grep -q 1 || sql -d postgres -c "create database $database"
    launch
    if [ "$(sql -d "$database" -Atc 'select count(*) from account')" = 0 ]; then
      stop
      accounts
      launch
    fi
    cat "$state/pid"
    ;;
  pid) cat "$state/pid" ;;
  stop) stop ;;
  wipe)
    stop
    rm -rf "$state"
    for one in hermod_memory hermod_pg; do sql -d postgres -c "drop database if exists $one"; done
    ;;
  *)
    sed -n 2,7p "$0" >&2
    exit 2
    ;;
esac
