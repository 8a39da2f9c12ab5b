# Writes build_version.h: which source this program is made of.
#
# The date is the source's, never the build's, so that the same commit gives the
# same program: SOURCE_DATE_EPOCH if set, else the commit's time.

cmake_minimum_required(VERSION 3.25)

# Reading the state must not wait for another process that commits.
set(ENV{GIT_OPTIONAL_LOCKS} 0)
execute_process(COMMAND git -C ${SOURCE_DIR} rev-parse --show-prefix
	OUTPUT_VARIABLE prefix OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE git_status ERROR_QUIET)
set(commit unknown)
set(date unknown)
# A tree unpacked inside another repository is not at a commit of that repository.
if(git_status EQUAL 0 AND prefix STREQUAL "")
	execute_process(COMMAND git -C ${SOURCE_DIR} describe --always --abbrev=12 --dirty=-modified --exclude=*
		OUTPUT_VARIABLE described OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
	execute_process(COMMAND git -C ${SOURCE_DIR} log -1 --format=%ct
		OUTPUT_VARIABLE commit_epoch OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
	if(described)
		set(commit ${described})
	endif()
endif()
# An image is built without the repository: what builds it says the commit, cut here as above.
if(NOT "$ENV{SOURCE_REVISION}" STREQUAL "")
	string(REPEAT "[0-9a-f]" 12 abbreviated)
	string(REGEX REPLACE "^(${abbreviated})[0-9a-f]+" "\\1" commit "$ENV{SOURCE_REVISION}")
endif()
if(NOT "$ENV{SOURCE_DATE_EPOCH}" STREQUAL "")
	set(commit_epoch $ENV{SOURCE_DATE_EPOCH})
endif()
if(commit_epoch)
	set(ENV{SOURCE_DATE_EPOCH} ${commit_epoch})
	string(TIMESTAMP date "%Y-%m-%dT%H:%M:%SZ" UTC)
endif()

file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "#ifndef BUILD_VERSION_H
#define BUILD_VERSION_H

#define BUILD_VERSION \"${VERSION}\"
#define BUILD_COMMIT \"${commit}\"
#define BUILD_SOURCE_DATE \"${date}\" /* RFC 3339, or unknown */

#endif
")
