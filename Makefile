# A thin front: CMake builds; the scripts under tools/, .ci/, tests/ and bench/ do the rest.
#
# run, test, static, image and e2e install the Debian packages that they need, and print the list first.
# With NO_INSTALL=1 they install nothing: they print what is missing and how to install it, and fail.
MAKEFLAGS += --no-print-directory

PREFIX ?= /usr/local
# Number of tests that run at the same time; some of them only wait.
JOBS ?= $(shell expr $$(nproc) + 1)
FUZZ_SECONDS ?= 20

program = build/noetl-schema
postgres = $(if $(POSTGRES),--postgres=$(POSTGRES))
# A pytest expression of markers: MARKED='not one_major' leaves out what no version changes.
marked = $(if $(MARKED),-m '$(MARKED)')
with = tests/server/throwaway with
cross = $(if $(filter-out $(shell dpkg --print-architecture 2>/dev/null),$(ARCH)),--cross)

.PHONY: all audit bench bench-convergence bench-fleet build-sanitize check clean corpus coverage destroy docs e2e export-execution-logs format fuzz help image install \
	postgres-reset-schema run static stop test test-faults test-integration test-sanitize test-sanitize-integration \
	test-unit test-valgrind

all: build/build.ninja ## Build the program for development, build/noetl-schema
	@cmake --build build

help: ## Print this list
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' Makefile | expand -t 28

build/build.ninja:
	@cmake --preset dev

static: ## Build one static program, build/static/noetl-schema; ARCH=arm64 for another machine
	@tools/install --static $(cross)
	@set -e; for architecture in $(or $(ARCH),""); do tools/static/program $$architecture; done

image: ## Build the container image, build/noetl-schema-image.tar; BUILDER=docker or buildah uses the Dockerfile; ARCH as above
	@tools/install --image $(if $(BUILDER),$(if $(filter buildah,$(BUILDER)),--buildah),--static $(cross))
	@$(if $(BUILDER),,$(MAKE) static)
	@tools/image $(if $(ARCH),--architecture $(ARCH)) $(if $(BUILDER),--builder=$(BUILDER)) $(if $(BASE),--base=$(BASE)) \
		$(if $(BUILD_OPTIONS),--options="$(BUILD_OPTIONS)")

run: ## Install what is missing, build, apply both schemas to a local server, verify them
	@tools/install $(if $(POSTGRES_HOST),--build,--run)
	@$(MAKE) all
	@$(with) $(program) apply noetl workspace --ensure-role
	@$(with) $(program) verify noetl workspace
	@$(with) $(program) status noetl workspace

stop: ## Stop the local server of "make run"
	@tests/server/throwaway stop

destroy: ## Stop it and remove its data
	@tests/server/throwaway destroy

test: ## Run all tests except the long fault sweeps; at most ten minutes
	@tools/install --test
	@$(MAKE) test-unit test-integration test-sanitize

test-unit: all ## Run the unit tests
	@ctest --test-dir build --output-on-failure -j$(JOBS)

test-integration: all ## Run the tests on a real PostgreSQL 15 (POSTGRES=13,14,15,16,17,18 for others)
	@tests/run -n$(JOBS) $(postgres) $(marked) $(or $(TESTS),$(wildcard tests/support tests/cli tests/integration)) $(ARGUMENTS)

e2e: ## Run the tests on a Kubernetes cluster of their own, or on that of E2E_KUBECONFIG; KEEP_CLUSTER=1 leaves it up
	@tools/install --image --static --python --run $(if $(E2E_KUBECONFIG),,--cluster)
	@$(MAKE) image
	@.ci/e2e $(ARGUMENTS)

test-sanitize: build-sanitize ## Run the unit tests, and runs against a lying server, under the address and undefined behaviour sanitizers
	@ctest --test-dir build/sanitize --output-on-failure -j$(JOBS)
	@tests/run -n$(JOBS) --postgres=15 tests/sanitize $(ARGUMENTS)

build-sanitize:
	@cmake --preset sanitize >/dev/null
	@cmake --build --preset sanitize

# The memory tests measure and search memory: the sanitizers need several times as much and keep what was
# freed. The tests of planted objects are about privileges, not about memory. Where turns are counted to one,
# a slow program waits once more for an answer that it had not to wait for.
test-sanitize-integration: build-sanitize ## Run all tests on one real server under the sanitizers (POSTGRES=18 for another)
	@NOETL_SCHEMA_BINARY=$(CURDIR)/build/sanitize/noetl-schema tests/run -n$(JOBS) $(postgres) $(marked) \
		-k 'not memory and not planted and not secrets_of_commands and not costs_one_turn' $(or $(TESTS),tests/cli tests/integration) $(ARGUMENTS)

test-faults: all build-sanitize ## Inject faults: kills, cuts, full disks, lying servers; takes hours, FAULTS=ci runs a part in five minutes
	@cmake --preset faults >/dev/null
	@cmake --build --preset faults
	@tests/run -n$(JOBS) $(if $(filter ci,$(FAULTS)),--postgres=15,$(postgres)) tests/faults $(ARGUMENTS)

test-valgrind: ## Run the unit tests under valgrind
	@.ci/test_valgrind

coverage: ## Report the lines that unit and integration tests reach
	@.ci/coverage

fuzz: ## Run each fuzz target for FUZZ_SECONDS
	@FUZZ_SECONDS=$(FUZZ_SECONDS) .ci/fuzz

bench: all ## Measure against psql and golang-migrate: time, round trips, memory, size
	@bench/run

bench-fleet: all ## Measure a thousand databases in one run: time and memory (takes minutes and ten gigabytes)
	@bench/run --fleet

bench-convergence: all ## Measure a change of one column among 900 relations, against psql and migra
	@bench/run --convergence

corpus: all ## Judge convergence by schema transitions of other projects: CORPUS=DIR EVERY=N POSTGRES=15 (tests/corpus/run)
	@tests/corpus/run $(if $(CORPUS),--corpus=$(CORPUS)) $(postgres) $(if $(EVERY),--every=$(EVERY)) $(ARGUMENTS)

audit: ## Compare the linked libraries with the newest that apt lists; run it before a release
	@.ci/audit

check: all ## Check format, layers, names, sizes, shell scripts (shellcheck) and C (clang-tidy)
	@status=0; for part in format layers names sizes shell tidy; do .ci/check_$$part || status=1; done; \
	[ $$status = 0 ] && echo "check: format, layers, names, sizes, shellcheck and clang-tidy found nothing"

format: ## Format all C files (clang-format 14)
	@git ls-files -co --exclude-standard '*.c' '*.h' | xargs -r clang-format-14 -i

postgres-reset-schema: ## Drop the noetl schema with its rows, and create it again
	@if $(MAKE) all; then \
		$(with) $(program) reset --yes --ensure-role; \
	else \
		$(with) tools/reset_with_psql; \
	fi

export-execution-logs: all ## Write the events of execution ID to logs/event_log.json
	@[ -n "$(ID)" ] || { echo "ID is missing: make export-execution-logs ID=..." >&2; exit 2; }
	@$(with) $(program) export execution-logs --id "$(ID)"

install: $(if $(PROGRAM),,all) ## Install the program under DESTDIR and PREFIX; PROGRAM=build/static/noetl-schema installs the static one
	@install -D -m 755 "$(or $(PROGRAM),$(program))" "$(DESTDIR)$(PREFIX)/bin/noetl-schema"
	@ln -sf noetl-schema "$(DESTDIR)$(PREFIX)/bin/noetl"
	@install -D -m 644 docs/noetl-schema.1 "$(DESTDIR)$(PREFIX)/share/man/man1/noetl-schema.1"
	@install -D -m 644 -t "$(DESTDIR)$(PREFIX)/share/doc/noetl-schema" LICENSE NOTICE
	@install -D -m 644 -t "$(DESTDIR)$(PREFIX)/share/doc/noetl-schema/licenses" licenses/*.txt

docs: all ## Generate docs/settings.md and the man page from the program's tables
	@$(program) help --format markdown >docs/settings.md
	@$(program) help --format man >docs/noetl-schema.1

clean: ## Remove the folder build
	rm -rf build
