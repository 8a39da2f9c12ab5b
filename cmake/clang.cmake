# Which clang the presets "clang" and "fuzz" take: the one that tools/install brings, with the runtime of
# its sanitizers, else whichever there is. Debian's clang-14 brings no program of the name "clang".

find_program(NOETL_SCHEMA_CLANG NAMES clang-14 clang DOC "A clang with libFuzzer")
if(NOT NOETL_SCHEMA_CLANG)
	message(FATAL_ERROR "clang is missing: install clang-14 and libclang-rt-14-dev (tools/install does)")
endif()
set(CMAKE_C_COMPILER ${NOETL_SCHEMA_CLANG})
