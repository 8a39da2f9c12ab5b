# The DDL, the queries and the licenses become tables in the program. Runs as a script too:
# cmake -D OUTPUT=... -D SOURCE_DIR=... -P embedded.cmake writes the C file.

if(NOT CMAKE_SCRIPT_MODE_FILE)
	# Makes a C file that holds the bundles of a folder, the queries and the licenses.
	function(embed_files output ddl_folder)
		set(sql_folder ${PROJECT_SOURCE_DIR}/src/adapter/postgres/sql)
		set(script ${CMAKE_CURRENT_FUNCTION_LIST_FILE})
		set(root ${PROJECT_SOURCE_DIR})
		file(GLOB_RECURSE inputs CONFIGURE_DEPENDS ${ddl_folder}/* ${sql_folder}/*.sql ${root}/licenses/*.txt)
		list(APPEND inputs ${root}/LICENSE ${root}/NOTICE)
		add_custom_command(
			OUTPUT ${output}
			COMMAND ${CMAKE_COMMAND} -D OUTPUT=${output} -D DDL=${ddl_folder} -D SQL=${sql_folder}
				-D ROOT=${root} -P ${script}
			DEPENDS ${inputs} ${script}
			COMMENT "Embedding DDL, queries and licenses"
			VERBATIM)
	endfunction()

	set(embedded_sources ${PROJECT_BINARY_DIR}/generated/embedded_files.c)
	embed_files(${embedded_sources} ${PROJECT_SOURCE_DIR}/ddl)
	return()
endif()

cmake_minimum_required(VERSION 3.25)

# Comments before a query are for its reader, not for the wire.
function(strip_leading_comments text_variable)
	set(text "${${text_variable}}")
	while(text MATCHES "^([ \t\n]+|--[^\n]*\n)")
		string(LENGTH "${CMAKE_MATCH_0}" length)
		string(SUBSTRING "${text}" ${length} -1 text)
	endwhile()
	set(${text_variable} "${text}" PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE ddl_files RELATIVE ${DDL} ${DDL}/*)
file(GLOB_RECURSE sql_files RELATIVE ${SQL} ${SQL}/*.sql)
list(TRANSFORM ddl_files PREPEND ddl/)
list(TRANSFORM sql_files PREPEND sql/)
file(GLOB license_files RELATIVE ${ROOT} ${ROOT}/licenses/*.txt)
set(paths LICENSE NOTICE ${ddl_files} ${license_files} ${sql_files})
list(SORT paths COMPARE STRING)

set(texts "")
set(entries "")
set(count 0)
foreach(path ${paths})
	if(path MATCHES "^sql/(.*)")
		file(READ ${SQL}/${CMAKE_MATCH_1} text)
		strip_leading_comments(text)
		string(HEX "${text}" bytes)
		string(SHA256 sha256 "${text}")
	else()
		set(file ${ROOT}/${path})
		if(path MATCHES "^ddl/(.*)")
			set(file ${DDL}/${CMAKE_MATCH_1})
		endif()
		file(READ ${file} bytes HEX)
		file(SHA256 ${file} sha256)
	endif()
	string(LENGTH "${bytes}" digits)
	math(EXPR length "${digits} / 2")
	string(REGEX REPLACE "(................................)" "\\1\n\t" bytes "${bytes}")
	string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
	string(APPEND texts "/* ${path} */\nstatic const unsigned char text_${count}[] = {\n\t${bytes}0x00\n};\n\n")
	string(APPEND entries "\t{ \"${path}\", (const char *)text_${count}, ${length}, \"${sha256}\" },\n")
	math(EXPR count "${count} + 1")
endforeach()

file(WRITE ${OUTPUT} "/* Generated from ddl/, src/adapter/postgres/sql/, LICENSE, NOTICE and licenses/. */
#include \"adapter/embedded/embedded_file.h\"

${texts}const struct embedded_file embedded_table[] = {
${entries}\t{ NULL, NULL, 0, NULL }
};

const size_t embedded_table_count = ${count};
")
