#include "app/apply/reset_schema.h"

#include <string.h>

#include "fake_application.h"
#include "port/reset.h"
#include "unit_test.h"

static struct fake_application fake;
static struct script script;
static const char *dependent;

static bool
read_contents(struct session *session, const struct reset_scope *scope,
              struct schema_contents *contents, struct failure *failure)
{
	(void)session;
	(void)scope;
	(void)failure;
	text_append(&fake.database.calls, "contents ");
	*contents = (struct schema_contents){0};
	schema_contents_add(contents, "table", 3);
	if (dependent != NULL)
		schema_contents_add_dependent(contents, dependent);
	return true;
}

static bool
empty_schema(struct session *session, const char *schema, struct failure *failure)
{
	(void)session;
	(void)failure;
	text_append_format(&fake.database.calls, "empty:%s ", schema);
	return true;
}

static const struct reset_operations operations = {.contents = read_contents,
                                                   .empty = empty_schema};
static const struct managed_schema with_scripts = {
	.database = (char *)"noetl", .name = (char *)"noetl", .scripts = &script, .script_count = 1};
static const struct managed_schema of_users = {.database = (char *)"demo",
                                               .name = (char *)"public"};

static int
set_up(void **state)
{
	*state = &fake;
	fake_application_init(&fake);
	fake.database.database.reset = &operations;
	dependent = NULL;
	return 0;
}

static bool
reset_run(enum run_goal goal, const struct managed_schema *schema, bool schema_exists,
          struct failure *failure)
{
	struct schema_session connection = {0};
	struct schema_run run = {.application = &fake.application,
	                         .goal = goal,
	                         .schema = schema,
	                         .connection = &connection,
	                         .observed = {.schema_exists = schema_exists}};

	text_clear(&fake.database.calls);
	return reset_schema_if_asked(&run, failure);
}

static void
test_reset_schema__empties_what_scripts_will_fill_again(void **state)
{
	struct failure failure = {0};

	(void)state;
	assert_true(reset_run(GOAL_RESET, &with_scripts, true, &failure));
	assert_string_equal(text_bytes(&fake.database.calls), "contents empty:noetl ");
}

static void
test_reset_schema__touches_nothing_else(void **state)
{
	struct failure failure = {0};

	(void)state;
	assert_true(reset_run(GOAL_APPLY, &with_scripts, true, &failure));
	assert_string_equal(text_bytes(&fake.database.calls), "");
	assert_true(reset_run(GOAL_RESET, &of_users, true, &failure));
	assert_string_equal(text_bytes(&fake.database.calls), "");
	assert_true(reset_run(GOAL_RESET, &with_scripts, false, &failure));
	assert_string_equal(text_bytes(&fake.database.calls), "");
}

static void
test_reset_schema__refuses_what_would_take_others_along(void **state)
{
	struct failure failure = {0};

	(void)state;
	dependent = "view reports.daily";
	assert_false(reset_run(GOAL_RESET, &with_scripts, true, &failure));
	assert_int_equal(failure.kind, FAILURE_DESTRUCTIVE);
	assert_string_equal(failure.detail, "view reports.daily");
	assert_non_null(strstr(failure.message, "1 object outside it depends"));
	assert_string_equal(text_bytes(&fake.database.calls), "contents ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_reset_schema__empties_what_scripts_will_fill_again,
	                                    set_up, fake_application_tear_down),
		cmocka_unit_test_setup_teardown(test_reset_schema__touches_nothing_else, set_up,
	                                    fake_application_tear_down),
		cmocka_unit_test_setup_teardown(test_reset_schema__refuses_what_would_take_others_along,
	                                    set_up, fake_application_tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
