#!/usr/bin/env bash
# Fails when a function can be reached from no program and no test.
set -euo pipefail
cd "$(dirname "$0")/.."
dead=$(go tool -modfile=tools/tools.mod deadcode -test ./...)
if [ -n "$dead" ]; then
  printf '%s\n' "$dead" >&2
  echo 'Dead code: remove it, or write the test or the caller it waits for.' >&2
  exit 1
fi
