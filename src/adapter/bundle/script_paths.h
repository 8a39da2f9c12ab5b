#ifndef ADAPTER_BUNDLE_SCRIPT_PATHS_H
#define ADAPTER_BUNDLE_SCRIPT_PATHS_H

/*
 * The files that --file names. A folder stands for the scripts in it, *.sql and *.sql.gz, in the
 * order of their names' bytes; names that begin with a dot and folders in it are left out.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "port/bundle_source.h"

struct script_paths
{
	char **items;
	size_t count;
};

/* FAILURE_SETTINGS for a folder without scripts, one that cannot be read, and a dump of pg_dump in a folder. */
bool script_paths_expand(const struct bundle_files *files, struct script_paths *paths,
                         struct failure *failure);

void script_paths_free(struct script_paths *paths);
#define cleanup_script_paths __attribute__((cleanup(script_paths_free)))

#endif
