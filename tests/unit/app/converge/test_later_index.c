#include "app/converge/later_index.h"

#include <string.h>

#include "fake_converge.h"
#include "unit_test.h"

enum
{
	LARGE_BYTES = 10 << 20
};

static struct fake_converge fake;
static struct fake_facts live;
static struct fake_facts desired;
static struct expectation expectation;

static void
add_table(struct fake_facts *facts)
{
	fake_table(facts, "noetl.t")->definition = "r";
}

static struct fact *
add_index(struct fake_facts *facts, const char *id, const char *content)
{
	struct fact *index = fake_part(facts, FACT_INDEX, id, "noetl.t");

	index->definition = content;
	index->create_sql = "CREATE UNIQUE INDEX i ON noetl.t USING btree (n)";
	index->extra.rename = content;
	index->extra.name = strchr(id, '.') + 1;
	return index;
}

static int
set_up(UNUSED void **state)
{
	static char kind[] = "table";
	static char name[] = "noetl.t";

	fake_converge_init(&fake);
	fake.loss = (struct loss){.kind = kind, .name = name, .size_bytes = LARGE_BYTES};
	fake_converge_set_script(&fake, "create unique index concurrently i on t (n);\n"
	                                "create index concurrently on t (m);\n"
	                                "create index j on t (n);\n");
	add_table(&live);
	add_table(&desired);
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	expectation_free(&expectation);
	expectation = (struct expectation){0};
	fake_converge_free(&fake);
	return 0;
}

static size_t
count_chosen(void)
{
	expectation.live_facts = fake_set_take(&live);
	expectation.desired_facts = fake_set_take(&desired);
	assert_true(later_index_choose(&fake.run.run, &expectation, &fake.run.failure));
	return expectation.later.count;
}

static void
test_later_index__is_one_that_is_built_concurrently_on_a_large_table(UNUSED void **state)
{
	(void)add_index(&desired, "noetl.i", "n");
	(void)add_index(&desired, "noetl.j", "n");
	assert_int_equal(count_chosen(), 1);
	assert_string_equal(expectation.later.items[0], "noetl.i");
}

static void
test_later_index__is_none_of_a_small_table(UNUSED void **state)
{
	fake.loss.size_bytes = LARGE_BYTES - 1;
	(void)add_index(&desired, "noetl.i", "n");
	assert_int_equal(count_chosen(), 0);
}

static void
test_later_index__is_none_behind_a_pooler(UNUSED void **state)
{
	fake.run.run.observed.is_behind_pooler = true;
	(void)add_index(&desired, "noetl.i", "n");
	assert_int_equal(count_chosen(), 0);
}

static void
test_later_index__is_none_that_is_there_or_only_renamed(UNUSED void **state)
{
	(void)add_index(&live, "noetl.i", "n");
	(void)add_index(&desired, "noetl.i", "n");
	assert_int_equal(count_chosen(), 0);
	expectation_free(&expectation);
	expectation = (struct expectation){0};
	add_table(&live);
	add_table(&desired);
	(void)add_index(&live, "noetl.old", "n");
	(void)add_index(&desired, "noetl.i", "n");
	assert_int_equal(count_chosen(), 0);
}

static void
test_later_index__is_none_that_something_needs(UNUSED void **state)
{
	(void)add_index(&desired, "noetl.i", "n");
	fake_dependency(&desired, fake_part(&desired, FACT_CLUSTER, "noetl.t", "noetl.t"), FACT_INDEX,
	                "noetl.i");
	assert_int_equal(count_chosen(), 0);
}

static void
test_later_index__is_left_out_of_definitions(UNUSED void **state)
{
	cleanup_definitions struct definitions definitions = {0};
	cleanup_name_list struct name_list later = {0};

	name_list_append(&later, "noetl.i");
	definitions_append(&definitions,
	                   &(const struct definition_words){"index", "noetl.i", "1", "", false});
	definitions_append(&definitions,
	                   &(const struct definition_words){"index", "noetl.j", "1", "", false});
	definitions_append(&definitions,
	                   &(const struct definition_words){"table", "noetl.i", "1", "", false});
	definitions_sort(&definitions);
	later_index_leave_out(&later, &definitions);
	assert_int_equal(definitions.objects.count, 2);
}

static void
test_later_index__is_a_step_of_the_journal(UNUSED void **state)
{
	(void)add_index(&desired, "noetl.i", "n");
	assert_int_equal(count_chosen(), 1);
	assert_true(later_index_build(&fake.run.run, &expectation, &fake.run.failure));
	assert_true(fake_run_called(
		&fake.run, "journal:0 [DROP INDEX CONCURRENTLY IF EXISTS noetl.i;] "
				   "[CREATE UNIQUE INDEX CONCURRENTLY i ON noetl.t USING btree (n);] journal:0+ "));
	assert_true(fake.run.run.has_built_later);
	assert_true(later_index_choose(&fake.run.run, &expectation, &fake.run.failure));
	assert_int_equal(expectation.later.count, 0);
}

static void
test_later_index__that_is_refused_says_what_is_committed(UNUSED void **state)
{
	(void)add_index(&desired, "noetl.i", "n");
	assert_int_equal(count_chosen(), 1);
	fake_converge_refuse(&fake, "CREATE", 1, REASON_NONE);
	assert_false(later_index_build(&fake.run.run, &expectation, &fake.run.failure));
	assert_non_null(strstr(fake.run.failure.message, "all else of"));
	assert_int_equal(fake.run.failure.place.line, 0);
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_later_index__is_one_that_is_built_concurrently_on_a_large_table),
		RUN_TEST(test_later_index__is_none_of_a_small_table),
		RUN_TEST(test_later_index__is_none_behind_a_pooler),
		RUN_TEST(test_later_index__is_none_that_is_there_or_only_renamed),
		RUN_TEST(test_later_index__is_none_that_something_needs),
		RUN_TEST(test_later_index__is_left_out_of_definitions),
		RUN_TEST(test_later_index__is_a_step_of_the_journal),
		RUN_TEST(test_later_index__that_is_refused_says_what_is_committed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
