#include "adapter/postgres/fact/fact_rows.h"

#include <string.h>

#include "fake_rows.h"
#include "unit_test.h"

#define SUFFIX "__1a2b3c4d"

static const char *const columns[] = {
	"kind",       "id",       "parent",     "classid", "objid", "objsubid", "definition",
	"create_sql", "drop_sql", "attributes", "acl",     "extra", NULL};

enum
{
	COLUMN_COUNT = 12
};

static bool
read(const char *const *cells, size_t count, bool is_global, struct fact_drafts *drafts,
     struct failure *failure)
{
	cleanup_rows struct rows *rows = fake_rows(&fact_answer, columns, cells, count);

	return fact_rows_read(rows, is_global, drafts, failure);
}

static const char *const two[][COLUMN_COUNT] = {
	{"table", "s.t", "s", "1259", "17000", "0", "r", "create table s.t ()", NULL, NULL, NULL, NULL},
	{"function", "s.f(x" SUFFIX ".t)", "s", "1255", "17001", "0", NULL, NULL, NULL, NULL, NULL,
     NULL},
};

static void
test_fact_rows__become_facts(UNUSED void **state)
{
	cleanup_fact_cleaner struct fact_cleaner cleaner = fact_cleaner_for(SUFFIX);
	cleanup_fact_drafts struct fact_drafts drafts = {.cleaner = &cleaner};
	struct failure failure = {0};

	assert_true(read(two[0], 2, false, &drafts, &failure));
	fact_drafts_sort(&drafts);
	assert_int_equal(drafts.count, 2);
	/* Functions are made before tables. */
	assert_string_equal(drafts.items[0].fact.id, "s.f(x.t)");
	assert_string_equal(drafts.items[0].fact.definition, "");
	assert_int_equal(drafts.items[1].fact.kind, FACT_TABLE);
	assert_string_equal(drafts.items[1].fact.parent_id, "s");
	assert_string_equal(drafts.items[1].fact.create_sql, "create table s.t ()");
	assert_string_equal(drafts.items[1].fact.drop_sql, "");
	assert_int_equal(drafts.items[1].fact.objid, 17000);
	assert_int_equal(drafts.items[1].fact.parent, FACT_NOWHERE);
}

static void
test_fact_rows__of_no_schema_are_left_out_when_they_were_renamed_away(UNUSED void **state)
{
	cleanup_fact_cleaner struct fact_cleaner cleaner = fact_cleaner_for(SUFFIX);
	cleanup_fact_drafts struct fact_drafts drafts = {.cleaner = &cleaner};
	struct failure failure = {0};

	assert_true(read(two[0], 2, true, &drafts, &failure));
	assert_int_equal(drafts.count, 1);
}

static void
test_fact_rows__that_say_the_same_object_twice_leave_the_last(UNUSED void **state)
{
	static const char *const cells[][COLUMN_COUNT] = {
		{"view", "s.v", "s", "1259", "1", "0", "first", NULL, NULL, "[[\"a\", 1, \"\", 1]]", NULL,
	     NULL},
		{"view", "s.v", "s", "1259", "2", "0", "last", NULL, NULL, NULL, NULL, NULL},
	};
	cleanup_fact_cleaner struct fact_cleaner cleaner = fact_cleaner_for(NULL);
	cleanup_fact_drafts struct fact_drafts drafts = {.cleaner = &cleaner};
	struct failure failure = {0};

	assert_true(read(cells[0], 2, false, &drafts, &failure));
	fact_drafts_sort(&drafts);
	assert_int_equal(drafts.count, 1);
	assert_string_equal(drafts.items[0].fact.definition, "last");
}

static void
check_refused(const char *const *cells)
{
	cleanup_fact_cleaner struct fact_cleaner cleaner = fact_cleaner_for(NULL);
	cleanup_fact_drafts struct fact_drafts drafts = {.cleaner = &cleaner};
	struct failure failure = {0};

	assert_false(read(cells, 1, false, &drafts, &failure));
	assert_int_equal(failure.kind, FAILURE_TRANSIENT);
	assert_int_equal(failure.reason, REASON_FALSE_ANSWER);
	assert_non_null(strstr(failure.message, "which PostgreSQL never does"));
}

static void
test_fact_rows__that_no_query_gives_are_a_false_answer(UNUSED void **state)
{
	static const char *const cells[][COLUMN_COUNT] = {
		{"thing", "s.t", "s", "1259", "1", "0", "", NULL, NULL, NULL, NULL, NULL},
		{"table", "s.t", "s", "-1", "1", "0", "", NULL, NULL, NULL, NULL, NULL},
		{"table", "s.t", "s", "1259", "4294967296", "0", "", NULL, NULL, NULL, NULL, NULL},
		{"table", "s.t", "s", "1259", "1", "2147483648", "", NULL, NULL, NULL, NULL, NULL},
		{"table", "s.t", "s", "1259", "1", "0", "", NULL, NULL, "[1]", NULL, NULL},
		{"table", "s.t", "s", "1259", "1", "0", "", NULL, NULL, NULL, "[]", NULL},
		{"table", "s.t", "s", "1259", "1", "0", "", NULL, NULL, NULL, NULL, "1"},
	};

	for (size_t index = 0; index < sizeof cells / sizeof cells[0]; index++)
		check_refused(cells[index]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fact_rows__become_facts),
		cmocka_unit_test(test_fact_rows__of_no_schema_are_left_out_when_they_were_renamed_away),
		cmocka_unit_test(test_fact_rows__that_say_the_same_object_twice_leave_the_last),
		cmocka_unit_test(test_fact_rows__that_no_query_gives_are_a_false_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
