# A thin front: CMake builds, the scripts under .ci/ and tests/ do the rest.
MAKEFLAGS += --no-print-directory

.PHONY: all bench test-faults test-integration clean check format help static test-unit

all: build/build.ninja
	@cmake --build build

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 28

build/build.ninja:
	@cmake --preset dev

test-unit: all ## Unit tests
	@ctest --test-dir build --output-on-failure -j2

test-integration: all ## Tests against real PostgreSQL servers (POSTGRES=13,14,15,16,17,18 for more)
	@tests/run -n2 $(if $(POSTGRES),--postgres=$(POSTGRES)) tests/support tests/integration

test-faults: all ## Sweeps of injected faults; FAULTS=ci does a share in five minutes
	@cmake --preset faults >/dev/null
	@cmake --build --preset faults
	@tests/run -n2 $(if $(filter ci,$(FAULTS)),--postgres=15,) tests/faults

bench: all ## Measure against psql and golang-migrate: time, round trips, memory, size
	@bench/run

format: ## Format all C files (clang-format 14)
	@git ls-files -co --exclude-standard '*.c' '*.h' | xargs -r clang-format-14 -i

check: all ## Format, layers, sizes, clang-tidy
	@.ci/check_format
	@.ci/check_layers
	@.ci/check_sizes
	@.ci/check_tidy
	@echo "check: format, layers, sizes and clang-tidy have nothing to say"

static: ## One static program, build/static/noetl-schema
	@.ci/static/program

clean: ## Remove what was built
	rm -rf build
