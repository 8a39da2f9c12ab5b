#ifndef APP_CONVERGE_POLICY_H
#define APP_CONVERGE_POLICY_H

/*
 * What a plan may destroy (docs/destructive.md).
 */

#include "app/apply/schema_run.h"
#include "domain/catalog/change_plan.h"

struct policy_verdict
{
	bool is_lossy;   /* the step would have to be allowed */
	bool is_claimed; /* by name, whatever the policy: others changed or made what goes */
	bool is_refused; /* and is not */
};

struct policy_judgement
{
	struct policy_verdict *verdicts; /* one for each step */
	struct loss_list losses;         /* measured, of the lossy ones */
};

void policy_judgement_free(struct policy_judgement *judgement);
#define cleanup_policy_judgement __attribute__((cleanup(policy_judgement_free)))

/*
 * True if all that the plan loses is allowed, by SETTING_DESTRUCTIVE or by name. Else
 * FAILURE_DESTRUCTIVE that lists the losses, with rows and bytes, and the flags that allow just
 * them. Asked before anything is run.
 */
bool policy_check(struct schema_run *run, const struct fact_set *before,
                  const struct change_plan *plan, struct failure *failure);

/* Whether policy_check() would refuse a step; nothing is measured. */
bool policy_refuses(const struct schema_run *run, const struct fact_set *before,
                    const struct change_plan *plan);

/* Judges each step of a plan; measures what the lossy ones lose. */
bool policy_judge(struct schema_run *run, const struct fact_set *before,
                  const struct change_plan *plan, struct policy_judgement *judgement,
                  struct failure *failure);

/* Appends what a lossy step loses, as it was measured, unless it is there already. */
void policy_append_loss(struct loss_list *losses, const struct loss_list *measured,
                        const struct change_step *step);

/* All that a table or a materialized view holds is to be counted. */
void policy_suspect_whole(const struct fact *fact, struct suspect_list *suspects);

#endif
