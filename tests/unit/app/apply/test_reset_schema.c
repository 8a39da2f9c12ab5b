#include "app/apply/reset_schema.h"

#include <string.h>

#include "fake_run.h"
#include "port/reset.h"
#include "unit_test.h"

static struct fake_run fake;
static size_t later_count;
static const char *dependent;

static bool
read_contents(struct session *session, const struct reset_scope *scope,
              struct schema_contents *contents, struct failure *failure)
{
	(void)session;
	(void)failure;
	later_count = scope->later_count;
	text_append(&fake.fake.database.calls, "contents ");
	*contents = (struct schema_contents){0};
	schema_contents_add(contents, "table", 3);
	if (dependent != NULL)
		schema_contents_add_dependent(contents, dependent);
	return true;
}

static bool
empty_schema(struct session *session, const struct reset_scope *scope, struct failure *failure)
{
	(void)session;
	(void)failure;
	text_append_format(&fake.fake.database.calls, "empty:%s ", scope->schema);
	return true;
}

static const struct reset_operations operations = {.contents = read_contents,
                                                   .empty = empty_schema};
static int
set_up(UNUSED void **state)
{
	fake_run_init(&fake);
	fake_run_open(&fake);
	fake.fake.database.database.reset = &operations;
	fake.run.method.empties_schema = true;
	dependent = NULL;
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	fake_run_free(&fake);
	return 0;
}

static void
test_reset_schema__empties_what_scripts_will_fill_again(UNUSED void **state)
{
	assert_true(reset_schema_if_asked(&fake.run, &fake.failure));
	assert_string_equal(fake_run_calls(&fake), "contents empty:noetl ");
}

/* domain/change_method.h says when; its test has the cases. */
static void
test_reset_schema__touches_nothing_else(UNUSED void **state)
{
	fake.run.method.empties_schema = false;
	assert_true(reset_schema_if_asked(&fake.run, &fake.failure));
	assert_string_equal(fake_run_calls(&fake), "");
}

static void
test_reset_schema__refuses_what_would_take_others_along(UNUSED void **state)
{
	dependent = "view reports.daily";
	assert_false(reset_schema_if_asked(&fake.run, &fake.failure));
	assert_int_equal(fake.failure.kind, FAILURE_DESTRUCTIVE);
	assert_string_equal(fake.failure.detail, "view reports.daily");
	assert_non_null(strstr(fake.failure.message, "1 object outside it depends"));
	assert_string_equal(fake_run_calls(&fake), "contents ");
}

/* Schemas that the same reset empties later do not count as dependents. */
static void
test_reset_schema__asks_of_those_whose_turn_comes_later(UNUSED void **state)
{
	struct managed_schema schemas[] = {fake.schema, fake.schema, fake.schema};

	fake.queue = (struct schema_queue){.schemas = schemas, .count = 3, .goal = GOAL_RESET};
	fake.run.schema = &schemas[1];
	assert_true(reset_schema_if_asked(&fake.run, &fake.failure));
	assert_int_equal(later_count, 1);
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_reset_schema__empties_what_scripts_will_fill_again),
		RUN_TEST(test_reset_schema__touches_nothing_else),
		RUN_TEST(test_reset_schema__refuses_what_would_take_others_along),
		RUN_TEST(test_reset_schema__asks_of_those_whose_turn_comes_later),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
