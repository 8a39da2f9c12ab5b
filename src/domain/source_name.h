#ifndef DOMAIN_SOURCE_NAME_H
#define DOMAIN_SOURCE_NAME_H

/*
 * Names of files as sources of DDL: "billing" of "file:billing".
 *
 * The name is part of a key in a ConfigMap, of lines in the log and of commands that people
 * type, so it holds letters, digits, "_", "." and "-" alone, and begins with none of the last two.
 */

#include <stdbool.h>

enum
{
	SOURCE_NAME_BYTES =
		63 /* as long as a name of PostgreSQL, so that tables of names stay narrow */
};

/* Before the name, where the source of a file is recorded or shown. */
#define SOURCE_OF_FILE "file:"
/* The source of all files of a schema in the ledgers of programs that had no names for them. */
#define SOURCE_OF_NAMELESS_FILE "file"

bool source_name_is_valid(const char *name);

/*
 * What a file is called unless it is given a name: the last part of its path without .sql or
 * .sql.gz, "stdin" for "-". Maybe not a valid name. The caller frees it.
 */
char *source_name_of_path(const char *path);

#endif
