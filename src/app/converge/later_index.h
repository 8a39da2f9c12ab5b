#ifndef APP_CONVERGE_LATER_INDEX_H
#define APP_CONVERGE_LATER_INDEX_H

/*
 * Indexes that the DDL makes CONCURRENTLY, on tables with many rows: they are built when all else
 * is committed, so that who writes to the table does not wait.
 */

#include "app/apply/expectation.h"
#include "app/apply/schema_run.h"

/*
 * Finds them in expectation->desired_facts, which are marked (fact_extra.is_built_later), and lists
 * their identities in expectation->later. None where the run has built some already: what is still
 * not as it has to be is made in the transaction then.
 */
bool later_index_choose(const struct schema_run *run, struct expectation *expectation,
                        struct failure *failure);

/* Takes them out of what is expected, or found, so that all else can be proved. */
void later_index_leave_out(const struct name_list *later, struct definitions *definitions);

/*
 * Builds them, outside of a transaction, each a step of the journal. What a build that failed has
 * left is dropped before. run->has_built_later afterwards, whatever came of it.
 */
bool later_index_build(struct schema_run *run, const struct expectation *expectation,
                       struct failure *failure);

#endif
