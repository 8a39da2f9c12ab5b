#include "app/reset.h"

#include "app/apply.h"
#include "app/look_session.h"
#include "app/reset_schema.h"
#include "app/target_sequence.h"
#include "base/log.h"
#include "port/housekeeping.h"

/* What is in the schema of a target without scripts belongs to its users. */
static bool
holds_users_data(const struct target *target)
{
	return target->script_count == 0;
}

static bool
read_contents(const struct application *application, const struct target_list *targets,
              size_t index, struct schema_contents *contents, struct failure *failure)
{
	const struct database *database = application->database;
	const struct target *target = &targets->items[index];
	const struct reset_scope scope = {target->schema, target + 1, targets->count - index - 1};
	const struct connect_request connect = {0};
	struct session *session = NULL;
	struct failure ignored = {0};

	if (!look_session_open(application, target, &connect, &session, failure))
		return false;

	bool is_read =
		database->session->begin(
			session, settings_integer(application->settings, SETTING_LOCK_TIMEOUT), failure) &&
		database->housekeeping->contents(session, &scope, contents, failure);

	if (is_read)
		(void)database->session->rollback(session, &ignored);
	look_session_close(application, &session);
	return is_read;
}

static bool
tell_what_would_go(const struct application *application, const struct target_list *targets,
                   size_t index, struct failure *failure)
{
	const struct target *target = &targets->items[index];
	cleanup_schema_contents struct schema_contents contents = {0};
	cleanup_text struct text words = TEXT_EMPTY;

	if (holds_users_data(target))
	{
		log_warning("%s: schema \"%s\" in database \"%s\" holds what its users made and would not "
		            "be emptied",
		            target->source, target->schema, target->database);
		return true;
	}
	if (!read_contents(application, targets, index, &contents, failure))
		return false;
	schema_contents_describe(&contents, &words);
	log_warning("%s: this would drop from schema \"%s\" in database \"%s\": %s", target->source,
	            target->schema, target->database, text_bytes(&words));
	return reset_schema_check(target, &contents, failure);
}

static bool
refuse_unconfirmed(const struct application *application, const struct target_list *targets,
                   struct failure *failure)
{
	for (size_t i = 0; i < targets->count; i++)
	{
		if (!tell_what_would_go(application, targets, i, failure))
			return false;
	}
	(void)fail(failure, FAILURE_DESTRUCTIVE,
	           "a reset drops what is in the schemas, and was not confirmed; nothing was changed");
	return fail_hint(failure, "If that is what you want, run it again with --yes.");
}

static bool
refuse_users_data(const struct target_list *targets, struct failure *failure)
{
	for (size_t i = 0; i < targets->count; i++)
	{
		const struct target *target = &targets->items[i];

		if (!holds_users_data(target))
			continue;
		(void)fail(failure, FAILURE_DESTRUCTIVE,
		           "schema \"%s\" in database \"%s\" was not emptied, because it holds what its "
		           "users made; what bundle \"%s\" promises was applied",
		           target->schema, target->database, target->bundle);
		return fail_hint(failure, "Whoever owns the objects in it may drop them.");
	}
	return true;
}

bool
reset(const struct application *application, const struct reset_request *request,
      struct failure *failure)
{
	const struct apply_request apply_request = {.bundles = request->bundles,
	                                            .bundle_count = request->bundle_count};
	cleanup_target_list struct target_list targets = {0};

	if (!apply_resolve_targets(application, &apply_request, &targets, failure))
		return false;
	if (!request->is_confirmed)
		return refuse_unconfirmed(application, &targets, failure);

	struct target_queue queue = {
		.targets = targets.items, .count = targets.count, .goal = GOAL_RESET};

	return target_queue_run(application, &queue, failure) && refuse_users_data(&targets, failure);
}
