#include "unit_test.h"

#include "base/count_of.h"
#include "base/server_address.h"

static void
check(const char *const *values, size_t count, bool is_expected)
{
	for (size_t index = 0; index < count; index++)
	{
		if (server_address_is_host_list(values[index]) != is_expected)
			print_error("\"%s\"\n", values[index]);
		assert_true(server_address_is_host_list(values[index]) == is_expected);
	}
}

#define CHECK(values, is_expected) check(values, COUNT_OF(values), is_expected)

static void
test_server_address__names_addresses_and_sockets_are_taken(UNUSED void **state)
{
	static const char *const values[] = {
		"db",
		"postgres.postgres.svc.cluster.local.",
		"a_b-c.9",
		"10.0.0.1,10.0.0.2",
		"::1",
		"fe80::1%eth0",
		"/",
		"/run/postgresql",
		"/my socket",
		"/cloudsql/project:region:instance",
		"@abstract",
		"/run/postgresql,db,::1",
		"2001:db8::1.2.3.4",
	};

	CHECK(values, true);
}

static void
test_server_address__what_may_hold_a_password_is_refused(UNUSED void **state)
{
	static const char *const values[] = {
		"",
		",",
		"a,",
		"a,,b",
		"db:5432",
		"u:SECRET@h",
		"SECRET@h",
		"u:SECRET",
		"host=h password=SECRET",
		"h?password=SECRET",
		"h/SECRET",
		"h#SECRET",
		"h%SECRET",
		"//u:SECRET@h",
		"/u:SECRET@h",
		"/run?password=SECRET",
		"/run password=SECRET",
		"/run\nSECRET",
		"@u:SECRET@h",
		"@",
		"[::1]",
		"::1%",
		"::1%SECRET@h",
		"a b",
		" a",
		"a\t",
		"a,u:SECRET@h",
		"postgresql://u:SECRET@h",
	};

	CHECK(values, false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_server_address__names_addresses_and_sockets_are_taken),
		cmocka_unit_test(test_server_address__what_may_hold_a_password_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
