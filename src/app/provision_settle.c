#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/provision_run.h"
#include "base/cleanup.h"
#include "base/crash_point.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"

enum
{
	/*
	 * Made, then completed by what can only be seen once it is there, then proved; and once more
	 * should a tool that knows nothing of our lock have been faster.
	 */
	SETTLE_ROUND_COUNT = 4
};

struct settling
{
	struct provision_run *run;
	struct session *session;
	const struct access_question *question;
};

void
provision_warn(struct provision_run *run, const struct access_difference *difference,
               const char *answer)
{
	cleanup_memory char *words = memory_format(
		"%s: promised %s; found %s%s%s%s%s", difference->object, difference->promised,
		difference->found, answer != NULL ? ": " : "", answer != NULL ? answer : "",
		difference->hint != NULL ? ". " : "", difference->hint != NULL ? difference->hint : "");

	if (name_list_contains(&run->said, words))
		return;
	name_list_append(&run->said, words);
	log_warning("%s", words);
}

/* The first refusal is the message, all of them are the detail. */
static bool
fail_refused(const struct access_difference_list *differences, const char *administrator,
             struct failure *failure)
{
	cleanup_text struct text all = TEXT_EMPTY;
	const struct access_difference *first = NULL;

	for (size_t index = 0; index < differences->count; index++)
	{
		const struct access_difference *difference = &differences->items[index];

		if (difference->class != ACCESS_REFUSAL)
			continue;
		if (first == NULL)
			first = difference;
		text_append_format(&all, "%s%s: promised %s; found %s", all.length_bytes > 0 ? "\n" : "",
		                   difference->object, difference->promised, difference->found);
	}
	if (first == NULL)
		return fail(failure, FAILURE_BUG, "a refusal without a difference");
	(void)fail(failure, FAILURE_DENIED,
	           "administrator \"%s\" cannot give %s what was promised: %s; found %s", administrator,
	           first->object, first->promised, first->found);
	if (access_difference_list_count(differences, ACCESS_REFUSAL) > 1)
		(void)snprintf(failure->detail, sizeof failure->detail, "%s", text_bytes(&all));
	return first->hint == NULL ? false : fail_hint(failure, "%s", first->hint);
}

static bool
fail_unsettled(const struct access_difference_list *differences, struct failure *failure)
{
	for (size_t index = 0; index < differences->count; index++)
	{
		const struct access_difference *difference = &differences->items[index];

		if (difference->class == ACCESS_CHANGE)
			return fail(failure, FAILURE_DENIED,
			            "%s was changed, and still differs: promised %s; found %s",
			            difference->object, difference->promised, difference->found);
	}
	return fail(failure, FAILURE_BUG, "nothing differs after all");
}

/* Whoever does not know our lock may have made the same thing meanwhile: then it is looked at anew. */
static bool
is_there_already(const struct failure *failure)
{
	static const char *const sqlstates[] = {
		"42710", /* duplicate_object: a role */
		"42P04", /* duplicate_database */
		"42P06", /* duplicate_schema */
	};

	for (size_t index = 0; index < sizeof sqlstates / sizeof sqlstates[0]; index++)
	{
		if (failure_has_sqlstate(failure, sqlstates[index]))
			return true;
	}
	return false;
}

static bool
is_ours(const struct access_difference *difference)
{
	return difference->class == ACCESS_CHANGE || difference->class == ACCESS_ATTEMPT;
}

/* After it is committed, not before. */
static void
tell_mended(const struct settling *settling, const struct access_difference *difference)
{
	settling->run->outcome->change_count++;
	log_info("%s: %s (found: %s)", difference->object, difference->promised, difference->found);
}

/* Each in a transaction of its own. */
static bool
mend_each(const struct settling *settling, const struct access_difference_list *differences,
          struct failure *failure)
{
	const struct provisioning_operations *operations =
		settling->run->application->database->provisioning;

	for (size_t index = 0; index < differences->count; index++)
	{
		const struct access_difference *difference = &differences->items[index];
		cleanup_memory char *refusal = NULL;

		if (!is_ours(difference))
			continue;
		if (!operations->mend(settling->session, difference, &refusal, failure))
			return false;
		crash_point("provision_mended");
		if (refusal != NULL)
			provision_warn(settling->run, difference, refusal);
		else
			tell_mended(settling, difference);
	}
	return true;
}

/* What differs in a role, and the password of a new one, in the transaction that is open. */
static bool
mend_role_parts(const struct settling *settling, const struct access_difference_list *differences,
                struct failure *failure)
{
	const struct provision_run *run = settling->run;
	const struct provisioning_operations *operations = run->application->database->provisioning;
	const struct role_wish *role = settling->question->role;
	bool is_new = false;

	for (size_t index = 0; index < differences->count; index++)
	{
		const struct access_difference *difference = &differences->items[index];

		if (is_ours(difference) && !operations->mend(settling->session, difference, NULL, failure))
			return false;
		is_new = is_new || strcmp(difference->found, ACCESS_ABSENT) == 0;
	}

	const char *password = provision_password_of(run, role);

	return !is_new || !role->can_login || password == NULL ||
	       operations->set_password(settling->session, role->name, password,
	                                run->wish.administrator, failure);
}

/* A role that is to have a password is never there without one, not even for a moment. */
static bool
mend_role(const struct settling *settling, const struct access_difference_list *differences,
          struct failure *failure)
{
	const struct session_operations *operations = settling->run->application->database->session;
	struct failure ignored = {0};

	if (!operations->begin(settling->session, 0, failure))
		return false;
	if (!mend_role_parts(settling, differences, failure))
	{
		if (!failure->connection_lost)
			(void)operations->rollback(settling->session, &ignored);
		return false;
	}
	if (!operations->commit(settling->session, failure))
		return false;
	crash_point("provision_role_mended");
	for (size_t index = 0; index < differences->count; index++)
	{
		if (is_ours(&differences->items[index]))
			tell_mended(settling, &differences->items[index]);
	}
	return true;
}

static bool
mend_all(const struct settling *settling, const struct access_difference_list *differences,
         struct failure *failure)
{
	bool is_done = settling->question->subject == ACCESS_ROLE
	                   ? mend_role(settling, differences, failure)
	                   : mend_each(settling, differences, failure);

	if (is_done || !is_there_already(failure))
		return is_done;
	log_info("somebody else was faster: %s", failure->message);
	failure_clear(failure);
	return true;
}

static void
warn_all(struct provision_run *run, const struct access_difference_list *differences)
{
	for (size_t index = 0; index < differences->count; index++)
	{
		if (differences->items[index].class == ACCESS_WARNING)
			provision_warn(run, &differences->items[index], NULL);
	}
}

bool
provision_settle(struct provision_run *run, struct session *session,
                 const struct access_question *question, struct failure *failure)
{
	const struct inspection_operations *inspection = run->application->database->inspection;
	struct settling settling = {run, session, question};

	for (int round = 0; round < SETTLE_ROUND_COUNT; round++)
	{
		cleanup_access_difference_list struct access_difference_list found = {0};

		if (!inspection->compare(session, question, &found, failure))
			return false;
		if (access_difference_list_count(&found, ACCESS_REFUSAL) > 0)
			return fail_refused(&found, run->wish.administrator, failure);

		size_t change_count = access_difference_list_count(&found, ACCESS_CHANGE);
		size_t attempt_count = access_difference_list_count(&found, ACCESS_ATTEMPT);

		warn_all(run, &found);
		if (run->is_looking)
		{
			run->pending_count += change_count + attempt_count;
			return true;
		}
		if (change_count == 0 && (attempt_count == 0 || round > 0))
			return true;
		if (round == SETTLE_ROUND_COUNT - 1)
			return fail_unsettled(&found, failure);
		if (!mend_all(&settling, &found, failure))
			return false;
	}
	return true;
}
