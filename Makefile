# Everything a developer or CI runs. "make" alone says what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo build test test-deps test-go test-e2e check fmt lint race deadcode vuln bench bench-peer bench-full fuzz soak css regions

SECONDS_EACH ?= 10
SOAK ?= 10m
KILLS ?= 1000

help: ## what this file can do
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

demo: build ## build and open the practice region
	./bin/rambu demo

# The flags are those of go test, so that nothing is compiled twice.
build: ## build the program into bin/
	go build -o bin/rambu ./cmd/rambu

test: test-deps test-go test-e2e ## all tests on both databases, then the program in a browser

test-deps: ## what tests need beside Go: installed as root, else named
	tools/install-test-deps.sh

test-go:
	tools/with-postgres.sh go test ./...

test-e2e: build
	tools/e2e.sh

check: lint race deadcode vuln ## formatting, lint, vet, race detector, layout, dead code, vulnerabilities

fmt: ## format the code
	tools/golangci-lint.sh fmt

lint: test-deps
	go vet ./...
	tools/golangci-lint.sh run

# -short leaves out what only takes long; order is random, so no test may lean on another.
race: test-deps
	tools/with-postgres.sh go test -race -shuffle=on -short -timeout 15m ./...

deadcode:
	tools/deadcode.sh

# RAMBU_VULNDB or RAMBU_VULNDB_ARCHIVE name the database when the public one is out of reach.
vuln:
	tools/govulncheck.sh

# PostgreSQL writes to the disk for real here; each package with benchmarks starts its own.
# The whole program is measured a number of times, not for a time: setting up would count as its time.
bench: ## benchmarks, six runs each, into bin/bench.txt
	@mkdir -p bin
	set -o pipefail; export RAMBU_TEST_POSTGRES_FSYNC=1; \
	{ go test -run='^$$' -bench=. -benchmem -count=6 -timeout=1h $$(go list ./... | grep -v /e2e/) && \
	go test -run='^$$' -bench=ReportHTTP -benchtime=2000x -count=6 -timeout=1h ./e2e/crash && \
	go test -run='^$$' -bench='Start|Inbox|CheckIn' -benchtime=1x -count=6 -timeout=1h ./e2e/crash; } | tee bin/bench.txt

bench-peer: ## reports in turns with PocketBase, into bin/bench-peer.txt
	@mkdir -p bin
	set -o pipefail; go test -run='^$$' -bench=Peer -benchtime=4000x -count=6 -timeout=1h ./e2e/crash | tee bin/bench-peer.txt

bench-full: ## check-in of 2,000 people and coverage of the whole country, at their full size, into bin/bench-full.txt
	@mkdir -p bin
	set -o pipefail; export RAMBU_BENCH_FULL=1 RAMBU_TEST_POSTGRES_FSYNC=1; \
	{ go test -run='^$$' -bench=CheckIn -benchtime=1x -count=3 -timeout=4h ./e2e/crash && \
	go test -run='^$$' -bench=Nation -benchtime=300x -count=3 -timeout=4h ./directive; } | tee bin/bench-full.txt

fuzz: ## every fuzz target for SECONDS_EACH seconds (10)
	tools/fuzz.sh $(SECONDS_EACH)

soak: test-deps ## KILLS kill -9 under load (1000), then the Go tests with the race detector over and over for SOAK (10m)
	RAMBU_KILLS=$(KILLS) tools/with-postgres.sh tools/soak.sh $(SOAK)

css: ## build web/static/css from tools/css
	cd tools/css && npm ci --no-audit --no-fund && node build.mjs

regions: ## fetch the official regions again
	go run ./tools/regions
