#ifndef APP_CONVERGE_BLOCK_PARTITIONS_H
#define APP_CONVERGE_BLOCK_PARTITIONS_H

/*
 * Partitions that a DO block makes where it finds that it may: rows in the default partition, which
 * the shadow never has, may be in the way. So the plan makes none of them, and those that the live
 * side's own block does not make are not promised.
 */

#include "app/apply/expectation.h"
#include "app/apply/schema_run.h"

/* The tables, as facts name them, that only blocks make and the live side lacks. Of has_facts. */
void block_partitions_find(const struct schema_run *run, const struct expectation *expectation,
                           struct name_list *tables);

/* After the blocks have run: what is still not there is named, and expected no longer. */
void block_partitions_forget(const struct schema_run *run, struct expectation *expectation,
                             const struct fact_set *now);

#endif
