#ifndef APP_CONVERGE_RENAMES_H
#define APP_CONVERGE_RENAMES_H

/*
 * Renames that comments of the DDL ask for (domain/rename_annotation.h). They come before anything is
 * compared, so that what is renamed is not dropped and made anew.
 */

#include "app/apply/schema_run.h"
#include "domain/catalog/rename_follow.h"
#include "domain/object_rename.h"

/*
 * What the scripts ask for, qualified and in the order in which it is to be done. The caller frees
 * the list. FAILURE_SETTINGS, with its place, for an annotation that is misspelt.
 */
bool renames_read(const struct schema_run *run, struct object_rename_list *renames,
                  struct failure *failure);

/*
 * In the transaction that is open, in the owner's login: does those whose old name is there, each
 * under a savepoint, and marks them (object_rename.is_done).
 *
 * done_count  how many that were
 * Failures, with the place of the annotation: FAILURE_DRIFT where both names are there,
 * FAILURE_DENIED where the object is another role's, and those of the statements. FAILURE_DRIFT,
 * without a place, where another source has promised what would be renamed.
 */
bool renames_run(struct schema_run *run, struct object_rename_list *renames, size_t *done_count,
                 struct failure *failure);

/* Whether there are any that would be: tried, and undone at once. No transaction is left open. */
bool renames_find_due(struct schema_run *run, bool *is_due, struct failure *failure);

/* A schema that has another name yet is not created but changed: then the run's decision is so. */
bool renames_prefer_plan(struct schema_run *run, struct failure *failure);

/* Steps do not look at what there is, a plan does: then it is the run's method. */
bool renames_prefer_plan_to_steps(struct schema_run *run, struct failure *failure);

/*
 * After those, once both sides are known: names that the server has made out of the old ones follow
 * (domain/catalog/rename_follow.h). Appends those that did to done, which the caller frees.
 */
bool renames_follow(struct schema_run *run, const struct fact_set *live,
                    const struct fact_set *desired, struct followed_name_list *done,
                    struct failure *failure);

/* What was promised has the names that the run has given it. */
void renames_follow_promises(const struct schema_run *run, struct definitions *promised);

#endif
