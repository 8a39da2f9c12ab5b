#include "app/apply/postpone_question.h"

#include "base/log.h"
#include "domain/allowance.h"
#include "domain/postponed.h"
#include "domain/recorded_options.h"

bool
postpone_is_asked(const struct schema_run *run)
{
	return (run->goal == GOAL_APPLY || run->goal == GOAL_PLAN) && run->schema->script_count > 0 &&
	       settings_integer(run->application->settings, SETTING_DESTRUCTIVE) ==
	           DESTRUCTIVE_POSTPONE;
}

static bool
has_postponed(const struct schema_run *run)
{
	return run->observed.is_recorded &&
	       recorded_options_have_postponed(run->observed.recorded_options);
}

bool
postpone_is_over(const struct schema_run *run)
{
	return has_postponed(run) && (!postpone_is_asked(run) ||
	                              !recorded_options_postpone_with(
									  run->observed.recorded_options,
									  settings_text(run->application->settings, SETTING_ALLOW)));
}

bool
postpone_needs_plan(const struct schema_run *run)
{
	return postpone_is_asked(run) || has_postponed(run);
}

void
postpone_list(const struct schema_run *run, struct name_list *names)
{
	const struct ledger_operations *ledger = run->application->database->ledger;
	cleanup_definitions struct definitions promised = {0};
	struct failure failure = {0};

	if (!run->leaves_postponed)
		return;
	if (!ledger->expected(run->connection->session, run->schema, &promised, &failure))
	{
		log_warning("%s: what is postponed cannot be told: %s", run->schema->source,
		            failure.message);
		return;
	}
	postponed_list(&promised, names);
}
