#include "app/apply/schema_provision.h"

#include "app/apply/schema_report.h"
#include "app/run_mandate.h"
#include "base/crash_point.h"

bool
schema_provision_is_asked(const struct schema_run *run)
{
	return !run_goal_only_looks(run->goal) &&
	       settings_flag(run->application->settings, SETTING_ENSURE_ROLE);
}

bool
schema_provision_if_asked(struct schema_run *run, struct failure *failure)
{
	struct schema_queue *queue = run->queue;

	if (!schema_provision_is_asked(run) || queue->is_provisioned || run->is_provisioned)
	{
		run->is_provisioned = schema_provision_is_asked(run);
		return true;
	}
	if (!run_mandate_holds(run->application, failure))
		return false;
	schema_report_phase(run, PHASE_PROVISIONING, "looking after roles, databases and privileges");
	if (!provision(run->application, run->schema, schema_run_left_count(run), &queue->provisioned,
	               failure))
		return false;
	queue->is_provisioned = !queue->provisioned.covers_first_only;
	run->is_provisioned = true;
	crash_point("provisioned");
	return true;
}

/*
 * Not a server that asks for passwords in a way that is not allowed: if it is an impostor, the
 * administrator's password is a greater loss than the owner's.
 */
bool
schema_provision_may_cure(const struct schema_run *run, const struct failure *failure)
{
	bool is_for_administrator =
		failure->reason == REASON_CONNECTION_LIMIT ||
		(failure->kind == FAILURE_DENIED && failure->reason != REASON_AUTHENTICATION_METHOD);

	return is_for_administrator && schema_provision_is_asked(run) && !run->queue->is_provisioned;
}

/*
 * A database that was made by hand lets PUBLIC in, and may be recorded like that. --ensure-role
 * asks for a database that does not.
 */
bool
schema_provision_is_due(const struct schema_run *run)
{
	return schema_provision_is_asked(run) && !run->queue->is_provisioned &&
	       run->observed.is_open_to_public;
}
