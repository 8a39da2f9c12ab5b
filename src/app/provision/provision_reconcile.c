#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/provision/administrator_transaction.h"
#include "app/provision/provision_race.h"
#include "app/provision/provision_run.h"
#include "app/run_mandate.h"
#include "base/cleanup.h"
#include "base/crash_point.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"

enum
{
	/*
	 * One round makes the object, one completes what is visible only afterwards, one proves it,
	 * and one is spare for a tool that reverts it. Lost races do not count as rounds: time limits
	 * them.
	 */
	SETTLE_ROUND_COUNT = 4
};

struct settling
{
	struct provision_run *run;
	const struct provision_login *login;
	const struct access_question *question;
};

void
provision_warn(struct provision_run *run, const struct access_difference *difference,
               const char *answer)
{
	cleanup_memory char *words = memory_format(
		"%s %s: expected %s; found %s%s%s%s%s", object_kind_name(difference->kind),
		difference->identity, difference->expected, difference->found, answer != NULL ? ": " : "",
		answer != NULL ? answer : "", difference->hint != NULL ? ". " : "",
		difference->hint != NULL ? difference->hint : "");

	if (name_list_contains(&run->said, words))
		return;
	name_list_append(&run->said, words);
	log_warning("%s", words);
}

/* The first refusal is the message; the detail lists all of them. */
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
		text_append_format(&all, "%s%s %s: expected %s; found %s", all.length_bytes > 0 ? "\n" : "",
		                   object_kind_name(difference->kind), difference->identity,
		                   difference->expected, difference->found);
	}
	if (first == NULL)
		return fail(failure, FAILURE_BUG, "a refusal without a difference");
	(void)fail(failure, FAILURE_DENIED,
	           "administrator \"%s\" cannot provision %s %s: expected %s; found %s", administrator,
	           object_kind_name(first->kind), first->identity, first->expected, first->found);
	if (access_difference_list_count(differences, ACCESS_REFUSAL) > 1)
		(void)snprintf(failure->detail, sizeof failure->detail, "%s", text_bytes(&all));
	return first->hint == NULL ? false : fail_hint(failure, "%s", first->hint);
}

static bool
fail_unreconciled(const struct access_difference_list *differences, struct failure *failure)
{
	for (size_t index = 0; index < differences->count; index++)
	{
		const struct access_difference *difference = &differences->items[index];

		if (difference->class == ACCESS_CHANGE)
			return fail(failure, FAILURE_DENIED,
			            "%s %s was changed, and still differs: expected %s; found %s",
			            object_kind_name(difference->kind), difference->identity,
			            difference->expected, difference->found);
	}
	return fail(failure, FAILURE_BUG, "nothing differs after all");
}

static bool
has_fix(const struct access_difference *difference)
{
	return difference->class == ACCESS_CHANGE || difference->class == ACCESS_ATTEMPT;
}

static int64_t
lock_timeout_ms(const struct settling *settling)
{
	return settings_integer(settling->run->application->settings, SETTING_LOCK_TIMEOUT);
}

/* Called after the commit, because a change that is rolled back must not be reported. */
static void
report_fixed(const struct settling *settling, const struct access_difference *difference)
{
	settling->run->outcome->change_count++;
	log_info("%s %s: %s (found: %s)", object_kind_name(difference->kind), difference->identity,
	         difference->expected, difference->found);
}

/* Each fix has its own transaction. */
static bool
fix_each(const struct settling *settling, const struct access_difference_list *differences,
         struct failure *failure)
{
	const struct provisioning_operations *operations =
		settling->run->application->database->provisioning;

	for (size_t index = 0; index < differences->count; index++)
	{
		const struct access_difference *difference = &differences->items[index];
		cleanup_memory char *refusal = NULL;

		if (!has_fix(difference))
			continue;
		if (!operations->fix(settling->login->administrator, difference, lock_timeout_ms(settling),
		                     &refusal, failure))
			return false;
		crash_point("provision_mended");
		if (refusal != NULL)
			provision_warn(settling->run, difference, refusal);
		else
			report_fixed(settling, difference);
	}
	return true;
}

/* Fixes the role and sets the password of a new one, in the open transaction. */
static bool
fix_role_parts(const struct settling *settling, const struct access_difference_list *differences,
               struct failure *failure)
{
	const struct provision_run *run = settling->run;
	const struct provisioning_operations *operations = run->application->database->provisioning;
	const struct role_spec *role = settling->question->role;
	bool is_new = false;

	for (size_t index = 0; index < differences->count; index++)
	{
		const struct access_difference *difference = &differences->items[index];

		if (has_fix(difference) && !operations->fix(settling->login->administrator, difference,
		                                            lock_timeout_ms(settling), NULL, failure))
			return false;
		is_new = is_new || strcmp(difference->found, ACCESS_ABSENT) == 0;
	}

	const char *password = provision_password_of(run, role);

	return !is_new || !role->can_login || password == NULL ||
	       operations->set_password(settling->login->administrator, role->name, password,
	                                run->desired.administrator, failure);
}

/* One transaction, so that a role with a password never exists without it. */
static bool
fix_role(const struct settling *settling, const struct access_difference_list *differences,
         struct failure *failure)
{
	const struct provisioning_operations *operations =
		settling->run->application->database->provisioning;
	struct administrator_session *administrator = settling->login->administrator;
	const struct application *application = settling->run->application;

	if (!administrator_transaction_begin(application, administrator, failure))
		return false;
	if (!fix_role_parts(settling, differences, failure) || !run_mandate_holds(application, failure))
		return administrator_transaction_undo(application, administrator, failure);
	if (!operations->commit(administrator, failure))
		return false;
	crash_point("provision_role_mended");
	for (size_t index = 0; index < differences->count; index++)
	{
		if (has_fix(&differences->items[index]))
			report_fixed(settling, &differences->items[index]);
	}
	return true;
}

static bool
fix_all(const struct settling *settling, const struct access_difference_list *differences,
        struct failure *failure)
{
	if (!run_mandate_holds(settling->run->application, failure))
		return false;
	return settling->question->subject == ACCESS_ROLE ? fix_role(settling, differences, failure)
	                                                  : fix_each(settling, differences, failure);
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

static bool
compare_access(const struct settling *settling, struct access_difference_list *found,
               struct failure *failure)
{
	const struct database *database = settling->run->application->database;
	const struct provision_login *login = settling->login;

	if (login->administrator != NULL)
		return database->provisioning->compare(login->administrator, settling->question, found,
		                                       failure);
	return database->inspection->compare(login->owner, settling->question, found, failure);
}

enum reconciled
{
	SETTLED_NOT_YET,
	SETTLED,
	SETTLED_NEVER /* it failed */
};

/* Compares once, and changes what differs. */
static enum reconciled
reconcile_once(const struct settling *settling, int round, struct failure *failure)
{
	struct provision_run *run = settling->run;
	cleanup_access_difference_list struct access_difference_list found = {0};

	if (!compare_access(settling, &found, failure))
		return SETTLED_NEVER;
	if (access_difference_list_count(&found, ACCESS_REFUSAL) > 0)
	{
		(void)fail_refused(&found, run->desired.administrator, failure);
		return SETTLED_NEVER;
	}

	size_t change_count = access_difference_list_count(&found, ACCESS_CHANGE);
	size_t attempt_count = access_difference_list_count(&found, ACCESS_ATTEMPT);

	warn_all(run, &found);
	if (run->is_looking)
	{
		run->pending_count += change_count + attempt_count;
		return SETTLED;
	}
	if (change_count == 0 && (attempt_count == 0 || round > 0))
		return SETTLED;
	if (round == SETTLE_ROUND_COUNT - 1)
	{
		(void)fail_unreconciled(&found, failure);
		return SETTLED_NEVER;
	}
	return fix_all(settling, &found, failure) ? SETTLED_NOT_YET : SETTLED_NEVER;
}

bool
provision_reconcile(struct provision_run *run, const struct provision_login *login,
                    const struct access_question *question, struct failure *failure)
{
	struct settling settling = {run, login, question};
	struct provision_race race = provision_race_start(run, login->administrator);
	int round = 0;

	for (;;)
	{
		switch (reconcile_once(&settling, round, failure))
		{
			case SETTLED:
				return true;
			case SETTLED_NOT_YET:
				round++;
				break;
			case SETTLED_NEVER:
				if (!provision_race_again(&race, failure))
					return false;
				break;
		}
	}
}
