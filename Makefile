# A thin front: CMake builds; the scripts under .ci/, tests/ and bench/ do the rest.
MAKEFLAGS += --no-print-directory

PREFIX ?= /usr/local
# How many tests run at once.
JOBS ?= $(shell nproc)
FUZZ_SECONDS ?= 20

program = build/noetl-schema
postgres = $(if $(POSTGRES),--postgres=$(POSTGRES))
with = tests/server/throwaway with

.PHONY: all audit bench bench-fleet build-sanitize check clean coverage destroy docs e2e export-execution-logs format fuzz help image install \
	postgres-reset-schema run static stop test test-faults test-integration test-sanitize test-sanitize-integration \
	test-unit test-valgrind

all: build/build.ninja ## Development build, build/noetl-schema
	@cmake --build build

help: ## This list
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' Makefile | expand -t 28

build/build.ninja:
	@cmake --preset dev

static: ## One static program, build/static/noetl-schema; ARCH=arm64 for another machine
	@set -e; for architecture in $(or $(ARCH),""); do .ci/static/program $$architecture; done

image: $(if $(BUILDER),,static) ## The container image, build/noetl-schema-image.tar; BUILDER=docker or buildah for the Dockerfile; ARCH as above
	@.ci/image $(if $(ARCH),--architecture $(ARCH)) $(if $(BUILDER),--builder=$(BUILDER)) $(if $(BASE),--base=$(BASE)) \
		$(if $(BUILD_OPTIONS),--options="$(BUILD_OPTIONS)")

run: ## Install what is missing, build, make both databases true on a local server
	@.ci/install $(if $(POSTGRES_HOST),--build,--run)
	@$(MAKE) all
	@$(with) $(program) apply noetl workspace --ensure-role
	@$(with) $(program) status noetl workspace

stop: ## Stop the local server of "make run"
	@tests/server/throwaway stop

destroy: ## Stop it and remove its data
	@tests/server/throwaway destroy

test: ## Everything but the long sweeps of faults; at most ten minutes
	@.ci/install
	@$(MAKE) test-unit test-integration test-sanitize

test-unit: all ## Unit tests
	@ctest --test-dir build --output-on-failure -j$(JOBS)

test-integration: all ## Tests on real PostgreSQL servers (POSTGRES=13,14,15,16,17,18 for more)
	@tests/run -n$(JOBS) $(postgres) $(wildcard tests/support tests/cli tests/integration) $(ARGUMENTS)

e2e: image ## Tests on a real cluster of its own, or on that of E2E_KUBECONFIG; KEEP_CLUSTER=1 leaves it up
	@.ci/e2e $(ARGUMENTS)

test-sanitize: build-sanitize ## Unit tests, and runs on a server that lies, under the address and undefined behaviour sanitizers
	@ctest --test-dir build/sanitize --output-on-failure -j$(JOBS)
	@tests/run -n$(JOBS) --postgres=15 tests/sanitize $(ARGUMENTS)

build-sanitize:
	@cmake --preset sanitize >/dev/null
	@cmake --build --preset sanitize

# Memory is measured and searched without the sanitizers, which need several times as much and keep what
# was freed; who runs what an owner planted is no matter of memory.
test-sanitize-integration: test-sanitize ## All tests on one real server under the sanitizers
	@NOETL_SCHEMA_BINARY=$(CURDIR)/build/sanitize/noetl-schema tests/run -n$(JOBS) --postgres=15 \
		-k 'not memory and not planted and not secrets_of_commands' tests/cli tests/integration $(ARGUMENTS)

test-faults: all build-sanitize ## Injected faults: kills, cuts, full disks, servers that lie; takes hours, FAULTS=ci for a share in five minutes
	@cmake --preset faults >/dev/null
	@cmake --build --preset faults
	@tests/run -n$(JOBS) $(if $(filter ci,$(FAULTS)),--postgres=15,$(postgres)) tests/faults $(ARGUMENTS)

test-valgrind: ## Unit tests under valgrind
	@.ci/test_valgrind

coverage: ## Which lines the unit and integration tests reach
	@.ci/coverage

fuzz: ## Each fuzz target for FUZZ_SECONDS
	@FUZZ_SECONDS=$(FUZZ_SECONDS) .ci/fuzz

bench: all ## Measure against psql and golang-migrate: time, round trips, memory, size
	@bench/run

bench-fleet: all ## A thousand databases in one run: time and memory (minutes, ten gigabytes)
	@bench/run --fleet

audit: ## Linked libraries beside the newest that apt lists; before a release
	@.ci/audit

check: all ## Format, layers, sizes, shellcheck, clang-tidy
	@status=0; for part in format layers sizes shell tidy; do .ci/check_$$part || status=1; done; \
	[ $$status = 0 ] && echo "check: format, layers, sizes, shellcheck and clang-tidy have nothing to say"

format: ## Format all C files (clang-format 14)
	@git ls-files -co --exclude-standard '*.c' '*.h' | xargs -r clang-format-14 -i

postgres-reset-schema: ## Drop the noetl schema and make it anew
	@if $(MAKE) all; then \
		$(with) $(program) reset --yes --ensure-role; \
	else \
		$(with) .ci/reset_with_psql; \
	fi

export-execution-logs: all ## Events of execution ID as logs/event_log.json
	@[ -n "$(ID)" ] || { echo "which execution? make export-execution-logs ID=..." >&2; exit 2; }
	@$(with) $(program) export execution-logs --id "$(ID)"

install: $(if $(PROGRAM),,all) ## Install under DESTDIR and PREFIX; PROGRAM=build/static/noetl-schema for the static one
	@install -D -m 755 "$(or $(PROGRAM),$(program))" "$(DESTDIR)$(PREFIX)/bin/noetl-schema"
	@ln -sf noetl-schema "$(DESTDIR)$(PREFIX)/bin/noetl"
	@install -D -m 644 docs/noetl-schema.1 "$(DESTDIR)$(PREFIX)/share/man/man1/noetl-schema.1"
	@install -D -m 644 -t "$(DESTDIR)$(PREFIX)/share/doc/noetl-schema" LICENSE NOTICE
	@install -D -m 644 -t "$(DESTDIR)$(PREFIX)/share/doc/noetl-schema/licenses" licenses/*.txt

docs: all ## Write docs/settings.md and the man page anew, from the program's own tables
	@$(program) help --format markdown >docs/settings.md
	@$(program) help --format man >docs/noetl-schema.1

clean: ## Remove what was built
	rm -rf build
