#include "unit_test.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/wire/session_parameters.h"
#include "domain/authentication.h"

static const struct login plain = {
	.host = "db",
	.port = "5432",
	.database = "noetl",
	.user = "noetl",
	.password = "secret",
	.channel_binding = "prefer",
	.authentication = AUTHENTICATION_SCRAM,
};

/* What libpq takes: the last entry of a keyword; NULL if there is none. */
static const char *
value_of(const struct session_parameters *parameters, const char *keyword)
{
	const char *value = NULL;

	for (size_t index = 0; index < parameters->count; index++)
	{
		if (strcmp(parameters->keywords[index], keyword) == 0)
			value = parameters->values[index];
	}
	return value;
}

static void
check(const struct login *login, const char *keyword, const char *expected)
{
	cleanup_session_parameters struct session_parameters parameters = {.count = 0};
	struct failure failure = {0};

	assert_true(session_parameters_make(login, &parameters, &failure));

	const char *value = value_of(&parameters, keyword);

	if (expected == NULL)
		assert_null(value);
	else
	{
		assert_non_null(value);
		assert_string_equal(value, expected);
	}
}

static int
clear_environment(UNUSED void **state)
{
	(void)unsetenv("PGSSLMODE");
	(void)unsetenv("PGSSLROOTCERT");
	return 0;
}

static void
test_session_parameters__an_authority_is_there_to_be_asked(UNUSED void **state)
{
	struct login login = plain;

	check(&login, "sslmode", NULL);
	login.sslrootcert = "/ca.crt";
	check(&login, "sslmode", "verify-full");
	login.sslmode = "verify-ca";
	check(&login, "sslmode", "verify-ca");
}

static void
test_session_parameters__an_authority_in_a_url_is_there_to_be_asked(UNUSED void **state)
{
	struct login login = plain;

	login.database_url = "postgresql:///?sslrootcert=%2Fca.crt";
	check(&login, "sslmode", "verify-full");
	login.database_url = "postgresql:///?sslrootcert=%2Fca.crt&sslmode=require";
	check(&login, "sslmode", "require");
}

/* Kerberos would be another way to prove who one is, which no one here judges. */
static void
test_session_parameters__a_url_does_not_choose_how_to_log_in(UNUSED void **state)
{
	struct login login = plain;

	login.database_url = "postgresql://x:y@z/?gssencmode=prefer&channel_binding=disable";
	check(&login, "gssencmode", "disable");
	check(&login, "channel_binding", "prefer");
	check(&login, "password", "secret");
}

static void
test_session_parameters__no_password_is_given_where_none_may_be_asked_for(UNUSED void **state)
{
	struct login login = plain;

	check(&login, "password", "secret");
	login.authentication = AUTHENTICATION_NONE;
	check(&login, "password", NULL);
	login.authentication = AUTHENTICATION_NONE | AUTHENTICATION_SCRAM;
	check(&login, "password", "secret");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_session_parameters__an_authority_is_there_to_be_asked),
		cmocka_unit_test(test_session_parameters__an_authority_in_a_url_is_there_to_be_asked),
		cmocka_unit_test(test_session_parameters__a_url_does_not_choose_how_to_log_in),
		cmocka_unit_test(test_session_parameters__no_password_is_given_where_none_may_be_asked_for),
	};
	return cmocka_run_group_tests(tests, clear_environment, NULL);
}
