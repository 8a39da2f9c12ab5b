#ifndef APP_CONVERGE_CONVERGE_H
#define APP_CONVERGE_CONVERGE_H

/*
 * Brings a schema that exists to its DDL, whatever state it is in (docs/convergence.md).
 */

#include "app/apply/expectation.h"
#include "app/apply/schema_run.h"
#include "domain/catalog/change_plan.h"
#include "domain/catalog/rename_follow.h"

/*
 * In the transaction that is open: from the facts of both sides to a plan, held against the policy,
 * run in rounds; then the DDL's own data. expectation->has_facts.
 *
 * Failures: FAILURE_DESTRUCTIVE before anything is changed; those of the statements.
 */
bool converge(struct schema_run *run, struct expectation *expectation, struct failure *failure);

/* A plan, and the side that it leads to: what is desired, and what is kept. */
struct converge_plan
{
	struct fact_set desired;
	struct change_plan plan;
};

void converge_plan_free(struct converge_plan *made);
#define cleanup_converge_plan __attribute__((cleanup(converge_plan_free)))

/*
 * Lets the names that come of renamed ones follow (app/converge/renames.h), and reads the live
 * facts again where some did.
 */
bool converge_follow_renames(struct schema_run *run, struct expectation *expectation,
                             struct followed_name_list *done, struct failure *failure);

/*
 * The plan of the first round, from expectation->has_facts, in which the live facts are marked
 * (app/converge/removal.h). The expectation outlives it.
 */
bool converge_make_plan(const struct schema_run *run, struct expectation *expectation,
                        struct converge_plan *made, struct failure *failure);

#endif
