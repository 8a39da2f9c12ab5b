#include "adapter/postgres/wire/resolve.h"

#include <string.h>

#include "base/text.h"
#include "unit_test.h"

enum
{
	LIMIT_MS = 5000
};

static void
check(const char *hosts, const char *ports, const char *wanted)
{
	cleanup_candidate_list struct candidate_list found = {NULL, 0};
	cleanup_text struct text text = TEXT_EMPTY;
	struct failure failure = {0};

	assert_true(resolve_candidates(hosts, ports, LIMIT_MS, &found, &failure));
	for (size_t index = 0; index < found.count; index++)
	{
		const struct candidate *each = &found.items[index];

		text_append_format(&text, "%s=%s:%s ", each->host,
		                   each->address != NULL ? each->address : "", each->port);
	}
	assert_string_equal(text_bytes(&text), wanted);
}

static void
test_resolve__numbers_are_taken_as_they_are(UNUSED void **state)
{
	check("10.0.0.1", "5432", "10.0.0.1=10.0.0.1:5432 ");
	check("::1", "5433", "::1=::1:5433 ");
}

static void
test_resolve__lists_go_side_by_side(UNUSED void **state)
{
	check("10.0.0.1,10.0.0.2", "5432", "10.0.0.1=10.0.0.1:5432 10.0.0.2=10.0.0.2:5432 ");
	check("10.0.0.1,10.0.0.2", "1,2", "10.0.0.1=10.0.0.1:1 10.0.0.2=10.0.0.2:2 ");
}

static void
test_resolve__directories_of_sockets_have_no_address(UNUSED void **state)
{
	check("/run/postgresql", "5432", "/run/postgresql=:5432 ");
	check("@abstract,10.0.0.1", "5432", "@abstract=:5432 10.0.0.1=10.0.0.1:5432 ");
}

static void
test_resolve__a_name_that_is_unknown_is_passed_over(UNUSED void **state)
{
	check("nowhere.invalid,10.0.0.1", "5432", "10.0.0.1=10.0.0.1:5432 ");
}

static void
test_resolve__when_all_names_are_unknown_nothing_is_written(UNUSED void **state)
{
	struct candidate_list found = {NULL, 0};
	struct failure failure = {0};

	assert_false(resolve_candidates("nowhere.invalid", "5432", LIMIT_MS, &found, &failure));
	assert_int_equal(failure.kind, FAILURE_UNREACHABLE);
	assert_non_null(strstr(failure.message, "nowhere.invalid"));
	assert_int_equal(found.count, 0);
}

static void
test_resolve__ports_must_fit_the_hosts(UNUSED void **state)
{
	struct candidate_list found = {NULL, 0};
	struct failure failure = {0};

	assert_false(resolve_candidates("10.0.0.1,10.0.0.2", "1,2,3", LIMIT_MS, &found, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_resolve__numbers_are_taken_as_they_are),
		cmocka_unit_test(test_resolve__lists_go_side_by_side),
		cmocka_unit_test(test_resolve__directories_of_sockets_have_no_address),
		cmocka_unit_test(test_resolve__a_name_that_is_unknown_is_passed_over),
		cmocka_unit_test(test_resolve__when_all_names_are_unknown_nothing_is_written),
		cmocka_unit_test(test_resolve__ports_must_fit_the_hosts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
