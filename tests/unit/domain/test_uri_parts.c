#include "domain/uri_parts.h"

#include <stdio.h>
#include <string.h>

#include "base/count_of.h"
#include "unit_test.h"

enum
{
	SCHEME_BYTES = sizeof "postgresql://" - 1
};

static void
assert_part(struct uri_part part, const char *expected)
{
	assert_int_equal(part.length_bytes, strlen(expected));
	assert_memory_equal(part.bytes, expected, part.length_bytes);
}

static void
test_uri_parts__finds_each_part_in_its_place(UNUSED void **state)
{
	struct uri_parts parts = {0};

	assert_null(uri_parts_split("postgresql://me:p%40ss@a:1,[::1]:2/noetl?sslmode=require",
	                            SCHEME_BYTES, &parts));
	assert_true(parts.has_user);
	assert_part(parts.user, "me:p%40ss");
	assert_part(parts.hosts, "a:1,[::1]:2");
	assert_part(parts.path, "noetl");
	assert_part(parts.query, "sslmode=require");
}

static void
test_uri_parts__leaves_empty_what_is_not_said(UNUSED void **state)
{
	struct uri_parts parts = {0};

	assert_null(uri_parts_split("postgresql://", SCHEME_BYTES, &parts));
	assert_false(parts.has_user);
	assert_part(parts.hosts, "");
	assert_part(parts.path, "");
	assert_part(parts.query, "");
	assert_null(uri_parts_split("postgresql://db?user=me", SCHEME_BYTES, &parts));
	assert_part(parts.hosts, "db");
	assert_part(parts.path, "");
	assert_part(parts.query, "user=me");
	assert_null(uri_parts_split("postgresql://@/noetl", SCHEME_BYTES, &parts));
	assert_true(parts.has_user);
	assert_part(parts.user, "");
}

/* Each of these would be a host, a port or a path to one parser, and a password to another. */
static void
test_uri_parts__refuses_what_parsers_read_in_different_ways(UNUSED void **state)
{
	static const char *const uris[] = {
		"postgresql://me:p@ss@db/noetl",     "postgresql://me:p/ss@db/noetl",
		"postgresql://me:p?ss@db/noetl",     "postgresql://db/noetl?user=a@b",
		"postgresql://me:p%ss@db/noetl",     "postgresql://me:p%4@db/noetl",
		"postgresql://me@db/no%00etl",       "postgresql://me:p ss@db/noetl",
		"postgresql://me@db\n/noetl",        "postgresql://me@db:port/noetl",
		"postgresql://me@d#b/noetl",         "postgresql://me@[::1/noetl",
		"postgresql://me@[::1]x/noetl",      "postgresql://me@a,b:x,c/noetl",
		"postgresql://me@[::1%25e]:x/noetl", "postgresql://me@db/no@etl",
	};

	for (size_t index = 0; index < COUNT_OF(uris); index++)
	{
		struct uri_parts parts = {.hosts = {"untouched", 9}};
		const char *problem = uri_parts_split(uris[index], SCHEME_BYTES, &parts);

		assert_non_null(problem);
		assert_null(strstr(problem, "p@ss"));
		assert_part(parts.hosts, "untouched");
	}
}

static void
test_uri_parts__takes_hosts_of_every_kind(UNUSED void **state)
{
	static const char *const hosts[] = {
		"db",           "db:5432", "10.0.0.1:1,10.0.0.2:2", "[::1]", "[fe80::1%25eth0]:5432",
		"[fe80::1%e0]", ",",       "%2Frun%2Fpostgresql",   ":5432", "a-b_c.~",
	};

	for (size_t index = 0; index < COUNT_OF(hosts); index++)
	{
		char uri[64];
		struct uri_parts parts = {0};

		(void)snprintf(uri, sizeof uri, "postgresql://%s", hosts[index]);
		assert_null(uri_parts_split(uri, SCHEME_BYTES, &parts));
		assert_part(parts.hosts, hosts[index]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_uri_parts__finds_each_part_in_its_place),
		cmocka_unit_test(test_uri_parts__leaves_empty_what_is_not_said),
		cmocka_unit_test(test_uri_parts__refuses_what_parsers_read_in_different_ways),
		cmocka_unit_test(test_uri_parts__takes_hosts_of_every_kind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
