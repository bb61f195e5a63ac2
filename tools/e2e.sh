#!/usr/bin/env bash
# Runs the browser tests against bin/rambu. Node calls a run without a test a success; we do not.
set -euo pipefail
cd "$(dirname "$0")/../e2e"
export RAMBU_BIN=$PWD/../bin/rambu
log=$(mktemp)
trap 'rm -f "$log"' EXIT
node --test --test-concurrency=2 --test-reporter=spec "$@" | tee "$log"
if ! grep -qE '^(ℹ|#) tests [1-9]' "$log"; then
  echo 'no browser test ran' >&2
  exit 1
fi
