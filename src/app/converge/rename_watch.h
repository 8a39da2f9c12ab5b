#ifndef APP_CONVERGE_RENAME_WATCH_H
#define APP_CONVERGE_RENAME_WATCH_H

/* Sees to it that a rename takes nothing away that another source has promised. */

#include "app/apply/schema_run.h"
#include "domain/definition.h"

struct rename_watch
{
	struct definitions promised; /* by other sources of the schema, whose names are their texts */
	struct definitions before;   /* what there is; only where others have promised something */
};

/* Before the first rename. The caller frees the watch, whatever this answers. */
bool rename_watch_begin(const struct schema_run *run, struct rename_watch *watch,
                        struct failure *failure);

/* After the last one: FAILURE_DRIFT that names the object and its source. */
bool rename_watch_check(const struct schema_run *run, const struct rename_watch *watch,
                        struct failure *failure);

void rename_watch_free(struct rename_watch *watch);
#define cleanup_rename_watch __attribute__((cleanup(rename_watch_free)))

#endif
