#include "unit_test.h"

#include <string.h>

#include "base/count_of.h"
#include "domain/connection_uri.h"

static void
test_connection_uri__what_is_well_formed_is_taken(UNUSED void **state)
{
	static const char *const uris[] = {
		"postgresql://",
		"postgresql:///?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.crt",
		"postgresql:///noetl?host=/run/postgresql&port=5433",
		"postgres://h",
		"postgresql://h:5432",
		"postgresql://u@h/d",
		"postgresql://u:p%40%2F%3F%25ss@h.example:6000/main",
		"postgresql://u:pa:ss@h/d",
		"postgresql://u:@h/d",
		"postgresql://u:p@[fd00::7]:5432/d",
		"postgresql://u:p@[fe80::1%25eth0]/d",
		"postgresql://u:p@a:1,b:2,[::1]:3/d?target_session_attrs=any",
		"postgresql://u:p@%2Frun%2Fpostgresql/d",
	};

	for (size_t index = 0; index < COUNT_OF(uris); index++)
	{
		const char *problem = connection_uri_problem(uris[index]);

		if (problem != NULL)
			print_error("%s %s\n", uris[index], problem);
		assert_null(problem);
	}
}

/* Of each, libpq or another parser makes a host, a port, a name or a parameter of the password. */
static void
test_connection_uri__a_password_that_is_not_escaped_is_refused(UNUSED void **state)
{
	static const char *const uris[] = {
		"postgresql://u:p@SECRET@h/d",
		"postgresql://u:p/SECRET@h/d",
		"postgresql://u:p?SECRET@h/d",
		"postgresql://u:/SECRET@h/d",
		"postgresql://u:SECRET/d",
		"postgresql://h:5432:SECRET/d",
		"postgresql://h:SECRET",
		"postgresql://h/d@SECRET",
		"postgresql://h/d:SECRET",
		"postgresql://h/d/SECRET",
		"postgresql://h/d?password=SECRET",
		"postgresql://h/d?user=u&PassWord=SECRET",
		"postgresql://h/d?pass%77ord=SECRET",
		"postgresql://h/d?sslpassword=SECRET",
		"postgresql://h/d?SECRET",
		"postgresql://h/d?a=b@SECRET",
		"postgresql://u:SECRET%zz@h/d",
		"postgresql://u:SECRET%2@h/d",
		"postgresql://u:SECRET%@h/d",
		"postgresql://u:SECRET%00@h/d",
		"postgresql://u:SEC RET@h/d",
		"postgresql://u:SECRET@h/d\n",
		"postgresql://u:SECRET@h\001/d",
		"postgresql://u:p@[SECRET/d",
		"postgresql://u:p@[::1]SECRET/d",
		"postgresql://u:p@a,h:SECRET/d",
		"postgresql://host=h password=SECRET",
	};

	for (size_t index = 0; index < COUNT_OF(uris); index++)
	{
		const char *problem = connection_uri_problem(uris[index]);

		if (problem == NULL)
			print_error("%s is taken\n", uris[index]);
		assert_true(problem != NULL && strstr(problem, "SECRET") == NULL);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_connection_uri__what_is_well_formed_is_taken),
		cmocka_unit_test(test_connection_uri__a_password_that_is_not_escaped_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
