#ifndef APP_SELECTION_H
#define APP_SELECTION_H

/*
 * The schemas that a command works on, as requested: names of bundles and paths of files. apply,
 * verify, status, reset, wait, init, partitions and export all begin here.
 */

#include <stddef.h>

#include "app/application.h"

/* Borrowed from the command line. */
struct selection
{
	const char *const *bundles; /* names; no name and no file means "noetl" */
	size_t bundle_count;
	const char *const *files; /* paths; "-" is standard input */
	size_t file_count;
	bool names_file; /* the files of NOETL_NAME are meant, whether or not they are given */
	bool needs_ddl;  /* what is known of files by their name alone is not enough */
};

/*
 * The managed schemas of the selection, bundles first, in the order of the arguments.
 *
 * schemas  written on success; the caller frees them. Scripts of files are split into statements, so
 *          that a file that cannot run is reported before any server is contacted; scripts of
 *          bundles, which tests prove, are split when they are due.
 *
 * Failures: FAILURE_USAGE for an unknown bundle, and for a name without files where their DDL is
 * needed; FAILURE_SETTINGS for a file.
 */
bool selection_resolve(const struct application *application, const struct selection *selection,
                       struct managed_schema_list *schemas, struct failure *failure);

/*
 * The same, with what each of them manages besides its own schema (NOETL_MANAGED_SCHEMAS), for the
 * commands that compare. FAILURE_SETTINGS also for schemas that nothing may manage, and for several
 * schemas of a bundle that each would manage all of the database.
 */
bool selection_resolve_managed(const struct application *application,
                               const struct selection *selection,
                               struct managed_schema_list *schemas, struct failure *failure);

#endif
