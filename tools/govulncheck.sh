#!/usr/bin/env bash
# Looks for known vulnerabilities in the code we call. Offline, the database comes from
#   RAMBU_VULNDB          a folder in the layout of vuln.go.dev, or
#   RAMBU_VULNDB_ARCHIVE  such a folder as a tar.xz.
# Without either the public database is asked; where that cannot be reached, nothing is checked,
# and this says so.
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
if [ -z "$database" ] && ! (exec 3<>/dev/tcp/vuln.go.dev/443) 2>/dev/null; then
  echo 'NOT CHECKED for known vulnerabilities: vuln.go.dev is out of reach, and neither RAMBU_VULNDB nor RAMBU_VULNDB_ARCHIVE names a copy' >&2
  exit 0
fi
go tool -modfile=tools/tools.mod govulncheck "${options[@]}" ./...
