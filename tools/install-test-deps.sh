#!/usr/bin/env bash
# Makes sure that what the tests need beside Go is there. As root on Debian it installs what is
# missing; otherwise it prints the command that does, and fails.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
need() { # need PACKAGE TEST...: the Debian package that makes the test succeed
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}
have_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' || command -v initdb; }
have_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

[ -n "${RAMBU_TEST_POSTGRES:-}" ] || need postgresql-15 have_postgres
need chromium have_browser
need gcc command -v gcc
need libc6-dev test -e /usr/include/stdlib.h
need poppler-utils command -v pdftotext
need zbar-tools command -v zbarimg
need khal command -v khal
need vdirsyncer command -v vdirsyncer
need gnumeric command -v ssconvert
need git command -v git
need nodejs command -v node
need npm command -v npm

if [ ${#missing[@]} -gt 0 ]; then
  install="apt-get install -y --no-install-recommends ${missing[*]}"
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    printf 'The tests need programs that are missing here. As root, on Debian 12:\n\n    %s\n\n' "$install" >&2
    exit 1
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get -o DPkg::Lock::Timeout=300 update -qq
  # The tests start their own cluster; the one Debian would make is not needed.
  mkdir -p /etc/postgresql-common/createcluster.d
  echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.d/rambu-tests.conf
  apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "${missing[@]}"
fi

if [ -f e2e/package-lock.json ] && ! cmp -s e2e/package-lock.json e2e/node_modules/.installed-lock; then
  (cd e2e && npm ci --no-audit --no-fund && cp package-lock.json node_modules/.installed-lock)
fi
