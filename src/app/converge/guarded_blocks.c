#include "app/converge/guarded_blocks.h"

#include "app/apply/transaction.h"
#include "app/converge/block_partitions.h"
#include "app/converge/data_replay.h"
#include "app/converge/policy.h"
#include "domain/catalog/change_plan.h"
#include "port/shadow.h"

static bool
read_facts(const struct schema_run *run, struct fact_set *facts, struct failure *failure)
{
	return run->application->database->shadow->facts(run->connection->session, run->schema, NULL,
	                                                 facts, failure);
}

/* Asked of the state from before, in which what would be lost can be counted. */
static bool
refuse_early(struct schema_run *run, const struct fact_set *before, const struct change_plan *done,
             struct failure *failure)
{
	return transaction_go_back(run, failure) && policy_check(run, before, done, failure);
}

static bool
take_or_refuse(struct schema_run *run, struct expectation *expectation, struct fact_set *now,
               struct failure *failure)
{
	cleanup_change_plan struct change_plan done = {0};

	change_plan_make(&expectation->live_facts, now, &done);
	if (policy_refuses(run, &expectation->live_facts, &done))
		return refuse_early(run, &expectation->live_facts, &done, failure);
	fact_set_free(&expectation->live_facts);
	expectation->live_facts = *now;
	*now = (struct fact_set){0};
	return transaction_keep(run, failure);
}

bool
guarded_blocks_run_early(struct schema_run *run, struct expectation *expectation,
                         struct failure *failure)
{
	cleanup_fact_set struct fact_set now = {0};
	bool has_run = false;

	if (!data_replay_has_blocks(run))
		return true;
	if (!transaction_save(run, failure) || !data_replay_early(run, &has_run, failure))
		return false;
	if (!has_run)
		return transaction_keep(run, failure);
	return read_facts(run, &now, failure) && take_or_refuse(run, expectation, &now, failure);
}

bool
guarded_blocks_check(struct schema_run *run, struct expectation *expectation,
                     struct failure *failure)
{
	cleanup_fact_set struct fact_set now = {0};
	cleanup_change_plan struct change_plan done = {0};

	if (!data_replay_has_blocks(run))
		return true;
	if (!transaction_clean(run, failure) || !read_facts(run, &now, failure))
		return false;
	block_partitions_forget(run, expectation, &now);
	change_plan_make(&expectation->live_facts, &now, &done);
	return policy_check(run, &expectation->live_facts, &done, failure);
}
