#!/usr/bin/env bash
# Runs golangci-lint at the version this project is checked with, building it once. Its many
# dependencies stay out of every go.mod.
set -euo pipefail
version=v2.15.0

for bin in "$(go env GOPATH)/bin/golangci-lint" "${XDG_CACHE_HOME:-$HOME/.cache}/rambu/golangci-lint-$version/golangci-lint"; do
  if [ -x "$bin" ] && "$bin" version 2>/dev/null | grep -q "version ${version#v} "; then
    exec "$bin" "$@"
  fi
done
# The loop ends with the place that is ours; a developer's own version elsewhere stays as it is.
echo "building golangci-lint $version, once (about two minutes)" >&2
mkdir -p "$(dirname "$bin")"
GOFLAGS='' GOBIN=$(dirname "$bin") go install "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$version"
exec "$bin" "$@"
