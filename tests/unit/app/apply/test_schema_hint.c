#include "app/apply/schema_hint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct failure
failed(enum failure_kind kind, const char *sqlstate)
{
	struct failure failure = {.kind = kind};

	memcpy(failure.sqlstate, sqlstate, strlen(sqlstate) + 1);
	return failure;
}

static void
test_schema_hint__keeps_the_hint_of_who_knew_better(void **state)
{
	struct failure failure = failed(FAILURE_DDL, "0A000");

	(void)state;
	(void)fail_hint(&failure, "The extension must first be installed.");
	schema_hint_add(&failure);
	assert_string_equal(failure.hint, "The extension must first be installed.");
}

static void
test_schema_hint__says_what_to_do_about_what_the_server_only_names(void **state)
{
	struct failure denied = failed(FAILURE_DENIED, "42501");
	struct failure ddl = failed(FAILURE_DDL, "42601");
	struct failure busy = failed(FAILURE_TRANSIENT, "55P03");

	(void)state;
	schema_hint_add(&denied);
	schema_hint_add(&ddl);
	schema_hint_add(&busy);
	assert_non_null(strstr(denied.hint, "--ensure-role"));
	assert_non_null(strstr(ddl.hint, "DDL"));
	assert_non_null(strstr(busy.hint, "NOETL_CHANGE_TIMEOUT"));
}

static void
test_schema_hint__invents_none(void **state)
{
	struct failure failure = failed(FAILURE_BUG, "");

	(void)state;
	schema_hint_add(&failure);
	assert_string_equal(failure.hint, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_schema_hint__keeps_the_hint_of_who_knew_better),
		cmocka_unit_test(test_schema_hint__says_what_to_do_about_what_the_server_only_names),
		cmocka_unit_test(test_schema_hint__invents_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
