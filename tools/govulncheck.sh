#!/usr/bin/env bash
# Looks for known vulnerabilities in the code we call. Offline, the database comes from
#   RAMBU_VULNDB          a folder in the layout of vuln.go.dev, or
#   RAMBU_VULNDB_ARCHIVE  such a folder as a tar.xz.
# Without either the public database is asked, and the check fails if it cannot be reached.
set -euo pipefail
cd "$(dirname "$0")/.."

database=${RAMBU_VULNDB:-}
if [ -z "$database" ] && [ -n "${RAMBU_VULNDB_ARCHIVE:-}" ]; then
  unpacked=$(mktemp -d)
  trap 'rm -rf "$unpacked"' EXIT
  tar -xJf "$RAMBU_VULNDB_ARCHIVE" -C "$unpacked"
  database=$unpacked
fi
options=()
if [ -n "$database" ]; then
  [ -f "$database/index/db.json" ] || { echo "no vulnerability database in $database" >&2; exit 1; }
  options=(-db "file://$(cd "$database" && pwd)")
fi
go tool -modfile=tools/tools.mod govulncheck "${options[@]}" ./...
