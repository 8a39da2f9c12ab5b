# Writes older_library_rows.h from NOETL_SCHEMA_OLDER_LIBRARIES: "PACKAGE VERSION PINNED;...".

set(rows "")
foreach(library ${NOETL_SCHEMA_OLDER_LIBRARIES})
	string(REGEX REPLACE "^([^ ]+) ([^ ]+) ([^ ]+)$" "{\"\\1\", \"\\2\", \"\\3\"}, " row "${library}")
	string(APPEND rows "${row}")
endforeach()
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/older_library_rows.h CONTENT "#ifndef OLDER_LIBRARY_ROWS_H
#define OLDER_LIBRARY_ROWS_H

#define OLDER_LIBRARY_ROWS ${rows}

#endif
")
