#!/usr/bin/env bash
# Fuzzes every target of every package for so many seconds each (default 10).
# Making an input smaller may not eat a short run: it gets a second.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-10}
count=0
failed=()
while IFS=: read -r file target; do
  echo "== $target in ./$(dirname "$file"), $seconds s"
  go test "./$(dirname "$file")" -run='^$' -fuzz="^$target\$" -fuzztime="${seconds}s" -fuzzminimizetime=1s || failed+=("$target")
  count=$((count + 1))
done < <(git ls-files -z '*_test.go' | xargs -0 grep -HoE '^func Fuzz[A-Za-z0-9_]*' | sed 's/:func /:/')
[ "$count" -gt 0 ] || { echo 'no fuzz target was found' >&2; exit 1; }
[ ${#failed[@]} -eq 0 ] || { echo "failed: ${failed[*]}" >&2; exit 1; }
echo "$count fuzz targets passed"
