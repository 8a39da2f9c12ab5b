#ifndef APP_APPLY_OWN_PART_H
#define APP_APPLY_OWN_PART_H

/*
 * What of a schema one source answers for, where other sources (bundles, files of other names) have
 * made something in it, too. Roles, database, extensions and the schema itself belong to every source.
 */

#include "app/apply/schema_run.h"
#include "domain/definition.h"

/*
 * Leaves in live what the source has made: what was not there before the run, what the run has
 * changed, and what is recorded of it already. All of it where no other source has made anything.
 */
bool own_part_take(const struct schema_run *run, const struct definitions *before,
                   struct definitions *live, struct failure *failure);

/*
 * True unless another source has promised something otherwise than it is desired here: then
 * FAILURE_DRIFT that names the objects and both sources. Neither could be proved after the other.
 */
bool own_part_check_agreed(const struct schema_run *run, const struct definitions *desired,
                           struct failure *failure);

/* One warning that names what a file promises and another source does, too. */
bool own_part_warn_of_shared(const struct schema_run *run, const struct definitions *promised,
                             struct failure *failure);

#endif
