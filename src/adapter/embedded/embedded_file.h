#ifndef ADAPTER_EMBEDDED_EMBEDDED_FILE_H
#define ADAPTER_EMBEDDED_EMBEDDED_FILE_H

#include <stddef.h>

/*
 * A file of the source tree that travels inside the program: DDL bundles under
 * "ddl/", catalog queries under "sql/", "LICENSE", "NOTICE", and the licenses of
 * other people's code under "licenses/".
 *
 * All but queries are carried byte for byte. A query loses the comment lines before its first
 * word, which are for its reader and not for the wire.
 */
struct embedded_file
{
	const char *path; /* e.g. "ddl/noetl/010_runtime.sql" or "sql/look.sql" */
	const char *text; /* ends with a NUL that length_bytes does not count */
	size_t length_bytes;
	const char *sha256; /* of text, 64 lower-case hexadecimal digits */
};

/*
 * Finds a file by its exact path; NULL if this program carries none of that name.
 * The answer lives as long as the program.
 */
const struct embedded_file *embedded_file_find(const char *path);

/*
 * All files, ordered by path as strcmp does, so that the files of one folder
 * stand together and in the order of their numbers.
 *
 * count  written always
 */
const struct embedded_file *embedded_files(size_t *count);

#endif
