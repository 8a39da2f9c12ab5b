# Third-party libraries. Their headers reach the adapter layer only, as system
# headers: our warnings are not theirs.

if(NOETL_SCHEMA_STATIC)
	if(NOT NOETL_SCHEMA_PREFIX)
		message(FATAL_ERROR "NOETL_SCHEMA_PREFIX is not set: \"make static\" builds the libraries and sets it")
	endif()
	set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
	set(external_include_hints ${NOETL_SCHEMA_PREFIX}/include ${NOETL_SCHEMA_PREFIX}/include/server)
	set(external_library_hints ${NOETL_SCHEMA_PREFIX}/lib)
	set(external_only_hints NO_DEFAULT_PATH)
	set(postgres_server_include ${NOETL_SCHEMA_PREFIX}/include/server)
	set(postgres_include ${NOETL_SCHEMA_PREFIX}/include)
	set(postgres_libraries ${NOETL_SCHEMA_PREFIX}/lib)
else()
	foreach(setting includedir includedir-server libdir pkglibdir)
		execute_process(COMMAND ${PG_CONFIG} --${setting}
			OUTPUT_VARIABLE postgres_${setting} OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
	endforeach()
	set(external_include_hints ${postgres_includedir} ${postgres_includedir-server})
	set(external_library_hints ${postgres_pkglibdir} ${postgres_libdir})
	set(external_only_hints)
	set(postgres_server_include ${postgres_includedir-server})
	set(postgres_include ${postgres_includedir})
endif()

# add_external(NAME header HEADER libraries LIBRARY...): one imported library,
# or one error that names the missing file and the Debian package with it.
function(add_external name)
	cmake_parse_arguments(EXTERNAL "" "HEADER;PACKAGE" "LIBRARIES" ${ARGN})
	add_library(external_${name} INTERFACE)
	find_path(external_${name}_include ${EXTERNAL_HEADER} HINTS ${external_include_hints} ${external_only_hints})
	if(NOT external_${name}_include)
		message(FATAL_ERROR "${EXTERNAL_HEADER} is missing: install ${EXTERNAL_PACKAGE} (tools/install does)")
	endif()
	if(NOT external_${name}_include STREQUAL "/usr/include")
		target_include_directories(external_${name} SYSTEM INTERFACE ${external_${name}_include})
	endif()
	foreach(library ${EXTERNAL_LIBRARIES})
		find_library(external_library_${library} ${library} HINTS ${external_library_hints} ${external_only_hints})
		if(NOT external_library_${library})
			message(FATAL_ERROR "lib${library} is missing: install ${EXTERNAL_PACKAGE} (tools/install does)")
		endif()
		target_link_libraries(external_${name} INTERFACE ${external_library_${library}})
	endforeach()
endfunction()

add_external(crypto HEADER openssl/ssl.h LIBRARIES ssl crypto PACKAGE libssl-dev)
add_external(yaml HEADER yaml.h LIBRARIES yaml PACKAGE libyaml-dev)
add_external(cjson HEADER cjson/cJSON.h LIBRARIES cjson PACKAGE libcjson-dev)
add_external(curl HEADER curl/curl.h LIBRARIES curl PACKAGE libcurl4-openssl-dev)
add_external(zlib HEADER zlib.h LIBRARIES z PACKAGE zlib1g-dev)
add_external(libpq HEADER libpq-fe.h LIBRARIES pq PACKAGE libpq-dev)
add_external(psqlscan HEADER fe_utils/psqlscan.h LIBRARIES pgfeutils pgcommon pgport
	PACKAGE postgresql-server-dev-15)

# psqlscan_int.h needs postgres_fe.h, and that one needs libpq's internal headers.
target_include_directories(external_psqlscan SYSTEM INTERFACE
	${postgres_server_include} ${postgres_include}/internal)
target_link_libraries(external_psqlscan INTERFACE external_libpq)
if(NOETL_SCHEMA_STATIC)
	target_link_libraries(external_libpq INTERFACE
		${external_library_pgcommon} ${external_library_pgport} external_crypto)
	target_link_libraries(external_curl INTERFACE external_crypto)
endif()
