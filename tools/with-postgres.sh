#!/usr/bin/env bash
# Runs a command with a throwaway PostgreSQL, named to it by RAMBU_TEST_POSTGRES. Uses the
# server that this variable names already, if it does. The server listens on a socket in a
# folder of its own, keeps nothing, and is gone with the command.
#
#   tools/with-postgres.sh go test ./...
set -euo pipefail

if [ -n "${RAMBU_TEST_POSTGRES:-}" ]; then
  exec "$@"
fi
initdb=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1 || command -v initdb || true)
if [ -z "$initdb" ]; then
  echo 'PostgreSQL is missing: apt-get install -y postgresql-15' >&2
  exit 1
fi
bin=$(dirname "$initdb")
dir=$(mktemp -d "${TMPDIR:-/tmp}/rambu-pg.XXXXXX")

as=() # PostgreSQL refuses root
if [ "$(id -u)" -eq 0 ]; then
  chown postgres "$dir"
  as=(setpriv --reuid=postgres --regid=postgres --init-groups)
fi
postgres() { (cd "$dir" && env -i PATH="$PATH" LC_ALL=C.UTF-8 HOME="$dir" "${as[@]}" "$bin/$@"); }

stop() {
  postgres pg_ctl -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

postgres initdb -D "$dir/data" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$dir/log" 2>&1 ||
  { cat "$dir/log" >&2; exit 1; }
postgres pg_ctl -D "$dir/data" -l "$dir/data/log" -w -t 60 \
  -o "-c listen_addresses= -c unix_socket_directories=$dir -c max_connections=300 -c fsync=off -c synchronous_commit=off -c full_page_writes=off" \
  start >/dev/null || { cat "$dir/data/log" >&2; exit 1; }

export RAMBU_TEST_POSTGRES="postgres://postgres@/postgres?host=$dir&sslmode=disable"
"$@"
