# A thin front: CMake builds, the scripts under .ci/ and tests/ do the rest.
MAKEFLAGS += --no-print-directory

.PHONY: all clean check format help static test-unit

all: build/build.ninja
	@cmake --build build

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 28

build/build.ninja:
	@cmake --preset dev

test-unit: all ## Unit tests
	@ctest --test-dir build --output-on-failure -j2

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
