#include "adapter/postgres/wire/sqlstate.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "unit_test.h"

static void
check(const char *libpq_message, enum failure_kind kind, const char *sqlstate, const char *message)
{
	struct failure failure = {0};

	assert_false(sqlstate_fail_login(&failure, libpq_message, "log in"));
	assert_int_equal(failure.kind, kind);
	assert_string_equal(failure.sqlstate, sqlstate);
	assert_string_equal(failure.message, message);
}

#define BEFORE "connection to server at \"10.0.0.1\", port 5432 failed: "

static void
test_sqlstate__a_refused_login_is_known_by_its_code(UNUSED void **state)
{
	check(BEFORE "FATAL:  28P01: password authentication failed for user \"x\"\n"
	             "LOCATION:  auth_failed, auth.c:338\n",
	      FAILURE_DENIED, "28P01", "cannot log in: password authentication failed for user \"x\"");
	check(BEFORE "FATAL:  3D000: database \"x\" does not exist\nLOCATION:  InitPostgres\n",
	      FAILURE_DENIED, "3D000", "cannot log in: database \"x\" does not exist");
	check(BEFORE "FATAL:  57P03: the database system is starting up\n", FAILURE_UNREACHABLE,
	      "57P03", "cannot log in: the database system is starting up");
	check(BEFORE "FATAL:  53300: sorry, too many clients already\n", FAILURE_UNREACHABLE, "53300",
	      "cannot log in: sorry, too many clients already");
}

static void
test_sqlstate__the_language_of_the_server_does_not_matter(UNUSED void **state)
{
	check(BEFORE
	      "致命错误:  28P01: 用户 \"x\" Password 认证失败\nLOCATION:  auth_failed, auth.c:338\n",
	      FAILURE_DENIED, "28P01", "cannot log in: 用户 \"x\" Password 认证失败");
}

static void
test_sqlstate__a_pooler_that_has_one_code_for_all_is_read_by_its_words(UNUSED void **state)
{
	check(BEFORE "FATAL:  08P01: password authentication failed for user \"x\"\n", FAILURE_DENIED,
	      "28P01", "cannot log in: password authentication failed for user \"x\"");
	check(BEFORE "FATAL:  08P01: database \"x\" does not exist\n", FAILURE_DENIED, "3D000",
	      "cannot log in: database \"x\" does not exist");
	check(BEFORE "FATAL:  08P01: pgbouncer cannot connect to server\n", FAILURE_UNREACHABLE,
	      "08P01", "cannot log in: pgbouncer cannot connect to server");
}

static void
test_sqlstate__the_last_of_several_codes_counts(UNUSED void **state)
{
	check(BEFORE "FATAL:  57P03: starting up\n" BEFORE "FATAL:  28000: no pg_hba.conf entry\n",
	      FAILURE_DENIED, "28000", "cannot log in: no pg_hba.conf entry");
}

static void
test_sqlstate__what_libpq_itself_says_is_sorted_by_its_words(UNUSED void **state)
{
	check(BEFORE "Connection refused\n\tIs the server running on that host and accepting TCP/IP "
	             "connections?\n",
	      FAILURE_UNREACHABLE, "", "cannot log in: Connection refused");
	check(BEFORE "SSL error: certificate verify failed\n", FAILURE_SETTINGS, "",
	      "cannot log in: SSL error: certificate verify failed");
	check(BEFORE "server certificate for \"a\" does not match host name \"b\"\n", FAILURE_SETTINGS,
	      "", "cannot log in: server certificate for \"a\" does not match host name \"b\"");
	check(BEFORE "fe_sendauth: no password supplied\n", FAILURE_DENIED, "28P01",
	      "cannot log in: fe_sendauth: no password supplied");
	check("invalid sslmode value: \"x\"\n", FAILURE_SETTINGS, "",
	      "cannot log in: invalid sslmode value: \"x\"");
	check(BEFORE "server closed the connection unexpectedly\n\tThis probably means the server "
	             "terminated abnormally\n\tbefore or while processing the request.\n",
	      FAILURE_UNREACHABLE, "",
	      "cannot log in: server closed the connection unexpectedly. This probably means the "
	      "server terminated abnormally before or while processing the request.");
	check("", FAILURE_UNREACHABLE, "", "cannot log in: ");
}

static void
test_sqlstate__a_pooler_has_one_code_for_everything(UNUSED void **state)
{
	check(BEFORE "FATAL:  08P01: password authentication failed for user \"x\"\n", FAILURE_DENIED,
	      "28P01", "cannot log in: password authentication failed for user \"x\"");
	check(BEFORE "FATAL:  08P01: SASL authentication failed\n", FAILURE_DENIED, "28P01",
	      "cannot log in: SASL authentication failed");
	check(BEFORE "FATAL:  08P01: database \"x\" does not exist\n", FAILURE_DENIED, "3D000",
	      "cannot log in: database \"x\" does not exist");
	check(BEFORE "FATAL:  08P01: server conn crashed?\n", FAILURE_UNREACHABLE, "08P01",
	      "cannot log in: server conn crashed?");
}

static void
test_sqlstate__a_login_without_tls_that_pg_hba_refuses_is_told_of_tls(UNUSED void **state)
{
	static const char *const ends[] = {"no encryption", "SSL off"};

	for (size_t index = 0; index < COUNT_OF(ends); index++)
	{
		struct failure failure = {0};
		cleanup_memory char *message = memory_format(
			BEFORE "FATAL:  28000: pg_hba.conf rejects connection for host \"h\", user \"u\", "
				   "database \"d\", %s\n",
			ends[index]);

		assert_false(sqlstate_fail_login(&failure, message, "log in"));
		assert_non_null(strstr(failure.hint, "PGSSLMODE=require"));
	}
}

static void
test_sqlstate__a_refusal_has_the_reason_that_the_application_acts_upon(UNUSED void **state)
{
	static const struct
	{
		const char *message;
		enum failure_reason reason;
	} refusals[] = {
		{"FATAL:  28P01: password authentication failed", REASON_WRONG_PASSWORD},
		{"FATAL:  28000: no pg_hba.conf entry", REASON_LOGIN_NOT_PERMITTED},
		{"FATAL:  3D000: database \"x\" does not exist", REASON_NO_DATABASE},
		{"FATAL:  42501: permission denied for database", REASON_NO_PRIVILEGE},
		{"FATAL:  53300: too many connections", REASON_SERVER_FULL},
		{"FATAL:  57P03: the database system is starting up", REASON_SHUTDOWN},
		{"FATAL:  08P01: no such user: noetl", REASON_LOGIN_NOT_PERMITTED},
		{"FATAL:  08P01: something else", REASON_NONE},
	};
	struct failure failure = {0};

	for (size_t index = 0; index < COUNT_OF(refusals); index++)
	{
		assert_false(sqlstate_fail_login(&failure, refusals[index].message, "log in"));
		assert_int_equal(failure.reason, refusals[index].reason);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sqlstate__a_refused_login_is_known_by_its_code),
		cmocka_unit_test(test_sqlstate__the_language_of_the_server_does_not_matter),
		cmocka_unit_test(test_sqlstate__a_pooler_that_has_one_code_for_all_is_read_by_its_words),
		cmocka_unit_test(test_sqlstate__the_last_of_several_codes_counts),
		cmocka_unit_test(test_sqlstate__what_libpq_itself_says_is_sorted_by_its_words),
		cmocka_unit_test(test_sqlstate__a_pooler_has_one_code_for_everything),
		cmocka_unit_test(test_sqlstate__a_login_without_tls_that_pg_hba_refuses_is_told_of_tls),
		cmocka_unit_test(test_sqlstate__a_refusal_has_the_reason_that_the_application_acts_upon),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
