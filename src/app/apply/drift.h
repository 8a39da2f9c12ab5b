#ifndef APP_APPLY_DRIFT_H
#define APP_APPLY_DRIFT_H

/*
 * Says in words what differs between promise and catalog.
 */

#include <stdbool.h>
#include <stddef.h>

#include "app/apply/schema_run.h"
#include "domain/definition.h"
#include "domain/leftover.h"

/* "missing: index noetl.ix_a; changed: column noetl.t.c; and 3 more", cut at a whole entry. */
void drift_list(const struct definition_difference_list *differences, char *words,
                size_t words_bytes);

/*
 * True if nothing promised is missing or different; else FAILURE_DRIFT that names it. Where the
 * schema prunes, what is live, not promised, and not what other sources have promised (elsewhere)
 * is a difference, too; where it does not, that is named in the log.
 */
bool drift_check(const struct schema_run *run, const struct definitions *expected,
                 const struct definitions *live, const struct definitions *elsewhere,
                 struct failure *failure);

/*
 * True if nothing is left of what the source has promised and no longer makes (domain/leftover.h);
 * else FAILURE_DRIFT that names it. Where that cannot be removed, because no plan may be made in the
 * place of the DDL, it is named in a warning.
 */
bool drift_check_left(const struct schema_run *run, const struct leftover_sides *sides,
                      struct failure *failure);

/*
 * True if no index is there that a concurrent build left invalid: what does nothing is no promise
 * kept. Else FAILURE_DRIFT that names it. Of a partitioned table's own index it is told otherwise.
 */
bool drift_check_valid(const struct schema_run *run, const struct definitions *live,
                       struct failure *failure);

/*
 * True unless something that was broken before the run still is, in the same way: against what was
 * recorded the live side lacks it, or has it as it was before. Else FAILURE_DRIFT that names it.
 */
bool drift_check_mended(const struct schema_run *run, const struct definitions *recorded,
                        const struct definitions *before, const struct definitions *live,
                        struct failure *failure);

#endif
