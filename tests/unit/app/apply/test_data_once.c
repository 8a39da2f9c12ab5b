#include "app/apply/data_once.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fake_run.h"
#include "unit_test.h"

static struct fake_run fake;

static int
set_up(UNUSED void **state)
{
	const enum statement_class class = STATEMENT_TRANSACTIONAL;

	fake_run_init(&fake);
	fake_run_open(&fake);
	free(fake.script.text);
	fake.script.text = memory_copy_text("insert into a values (1)");
	fake.script.length_bytes = strlen(fake.script.text);
	fake_run_set_statements(&fake, &class, 1);
	fake.script.statements[0].length_bytes = fake.script.length_bytes;
	fake.schema.is_file = true;
	fake.catalog.existing_name = "noetl.a";
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	fake_run_free(&fake);
	return 0;
}

static bool
insert_is_run(void)
{
	return statement_is_sent(&fake.script.statements[0]);
}

static void
test_data_once__leaves_out_what_was_there_and_says_it_once(UNUSED void **state)
{
	assert_true(data_once_begin(&fake.run, false, &fake.failure));
	assert_true(data_once_begin(&fake.run, false, &fake.failure));
	assert_false(insert_is_run());
	assert_int_equal(fake_application_logged(&fake.fake, "noetl.a (a.sql:1)"), 1);
}

static void
test_data_once__goes_on_with_a_run_that_was_cut_off(UNUSED void **state)
{
	assert_true(data_once_begin(&fake.run, true, &fake.failure));
	assert_true(insert_is_run());
	assert_string_equal(fake_run_calls(&fake), "");
}

static void
test_data_once__is_not_about_bundles(UNUSED void **state)
{
	fake.schema.is_file = false;
	assert_true(data_once_begin(&fake.run, false, &fake.failure));
	data_once_leave_out(&fake.run);
	assert_true(insert_is_run());
	assert_string_equal(fake_run_calls(&fake), "");
}

static void
test_data_once__leaves_all_out_of_a_repetition_and_a_shadow(UNUSED void **state)
{
	data_once_leave_out(&fake.run);
	assert_false(insert_is_run());
	assert_false(data_once_continue(&fake.run));
	assert_false(insert_is_run());
	fake.run.shadow_has_all_data = true;
	assert_false(data_once_shadow(&fake.run));
	assert_true(insert_is_run());
	fake.run.shadow_has_all_data = false;
	assert_true(data_once_shadow(&fake.run));
	assert_false(insert_is_run());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_data_once__leaves_out_what_was_there_and_says_it_once,
	                                    set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_data_once__goes_on_with_a_run_that_was_cut_off, set_up,
	                                    tear_down),
		cmocka_unit_test_setup_teardown(test_data_once__is_not_about_bundles, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_data_once__leaves_all_out_of_a_repetition_and_a_shadow,
	                                    set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
