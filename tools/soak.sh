#!/usr/bin/env bash
# Kills the program RAMBU_KILLS times under load on each database, when that is set. Then repeats
# the Go tests with the race detector until so much time is over ("90s", "10m", "2h"), each round
# in another random order. Stops at the first failure.
set -euo pipefail
cd "$(dirname "$0")/.."
length=${1:-10m}
case $length in
  *h) seconds=$((${length%h} * 3600)) ;;
  *m) seconds=$((${length%m} * 60)) ;;
  *s) seconds=${length%s} ;;
  *) echo 'how long? for example 10m' >&2; exit 2 ;;
esac
if [ -n "${RAMBU_KILLS:-}" ]; then
  echo "== $RAMBU_KILLS times kill -9 under load"
  go test -count=1 -timeout=4h -run='^TestKilledUnderLoad$' -v ./e2e/crash
  unset RAMBU_KILLS # the rounds below kill as often as "make test" does
fi
SECONDS=0
round=0
while [ "$round" -eq 0 ] || [ "$SECONDS" -lt "$seconds" ]; do
  round=$((round + 1))
  echo "== round $round, $SECONDS of $seconds s"
  go test -race -count=1 -shuffle=on ./...
done
echo "$round rounds passed in $SECONDS s"
