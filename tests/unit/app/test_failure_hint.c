#include "app/failure_hint.h"

#include <string.h>

#include "base/count_of.h"
#include "unit_test.h"

static void
test_failure_hint__keeps_the_hint_of_who_knew_better(UNUSED void **state)
{
	struct failure failure = {.kind = FAILURE_DDL};

	(void)fail_hint(&failure, "The extension must first be installed.");
	failure_hint_add(&failure, HINT_SCHEMA);
	assert_string_equal(failure.hint, "The extension must first be installed.");
}

static void
test_failure_hint__knows_better_than_the_server_what_a_script_can_do(UNUSED void **state)
{
	struct failure full = {.kind = FAILURE_DDL, .reason = REASON_LOCK_TABLE_FULL};

	(void)fail_hint(&full, "You might need to increase max_locks_per_transaction.");
	failure_hint_add(&full, HINT_SCHEMA);
	assert_non_null(strstr(full.hint, "restart"));
}

static void
test_failure_hint__says_what_to_do_about_what_the_server_only_names(UNUSED void **state)
{
	struct failure denied = {.kind = FAILURE_DENIED, .reason = REASON_NO_PRIVILEGE};
	struct failure ddl = {.kind = FAILURE_DDL};
	struct failure busy = {.kind = FAILURE_TRANSIENT, .reason = REASON_LOCK_TIMEOUT};

	failure_hint_add(&denied, HINT_SCHEMA);
	failure_hint_add(&ddl, HINT_SCHEMA);
	failure_hint_add(&busy, HINT_SCHEMA);
	assert_non_null(strstr(denied.hint, "--ensure-role"));
	assert_non_null(strstr(ddl.hint, "DDL"));
	assert_non_null(strstr(busy.hint, "NOETL_CHANGE_TIMEOUT"));
}

static void
test_failure_hint__says_to_an_administrator_what_an_administrator_can_do(UNUSED void **state)
{
	struct failure owner = {.kind = FAILURE_DENIED, .reason = REASON_WRONG_PASSWORD};
	struct failure administrator = owner;
	struct failure silent = {.kind = FAILURE_UNREACHABLE};

	failure_hint_add(&owner, HINT_LOGIN);
	failure_hint_add(&administrator, HINT_LOGIN_OF_ADMINISTRATOR);
	failure_hint_add(&silent, HINT_LOGIN_OF_ADMINISTRATOR);
	assert_non_null(strstr(owner.hint, "--ensure-role"));
	assert_null(strstr(administrator.hint, "--ensure-role"));
	assert_non_null(strstr(administrator.hint, "NOETL_ADMIN_PASSWORD"));
	assert_non_null(strstr(silent.hint, "POSTGRES_HOST"));
}

static void
test_failure_hint__invents_none(UNUSED void **state)
{
	struct failure failure = {.kind = FAILURE_BUG};

	failure_hint_add(&failure, HINT_SCHEMA);
	assert_string_equal(failure.hint, "");
}

static void
test_failure_hint__in_a_pod_names_a_command_that_works_there(UNUSED void **state)
{
	struct failure failure = {.kind = FAILURE_SETTINGS};

	(void)fail_hint(&failure,
	                "\"noetl-schema config\" shows every setting; then noetl-schema apply.");
	failure_hint_for_pod(&failure);
	assert_string_equal(
		failure.hint, "\"k8s/look config\" shows every setting; then k8s/look apply. (k8s/look, a "
					  "script of the sources, makes a Job from the last one.)");
}

static void
test_failure_hint__in_a_pod_leaves_others_alone(UNUSED void **state)
{
	static const char *const hints[] = {
		"", "Check POSTGRES_HOST.", "gunzip -c a | noetl-schema apply --file - takes it unpacked"};

	for (size_t index = 0; index < COUNT_OF(hints); index++)
	{
		struct failure failure = {.kind = FAILURE_SETTINGS};

		(void)fail_hint(&failure, "%s", hints[index]);
		failure_hint_for_pod(&failure);
		assert_string_equal(failure.hint, hints[index]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_failure_hint__keeps_the_hint_of_who_knew_better),
		cmocka_unit_test(test_failure_hint__knows_better_than_the_server_what_a_script_can_do),
		cmocka_unit_test(test_failure_hint__says_what_to_do_about_what_the_server_only_names),
		cmocka_unit_test(test_failure_hint__says_to_an_administrator_what_an_administrator_can_do),
		cmocka_unit_test(test_failure_hint__invents_none),
		cmocka_unit_test(test_failure_hint__in_a_pod_names_a_command_that_works_there),
		cmocka_unit_test(test_failure_hint__in_a_pod_leaves_others_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
