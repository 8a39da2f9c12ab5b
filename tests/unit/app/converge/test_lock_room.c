#include "app/converge/lock_room.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/memory.h"
#include "fake_run.h"
#include "unit_test.h"

static struct fake_run fake;

static int
set_up(UNUSED void **state)
{
	fake_run_init(&fake);
	fake_run_open(&fake);
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	fake_run_free(&fake);
	return 0;
}

static void
set_script(const char *text)
{
	const char *at = text;

	free(fake.script.text);
	fake.script.text = memory_copy_text(text);
	fake.script.length_bytes = strlen(text);
	while (*at != '\0')
	{
		size_t length = strcspn(at, ";");

		*ARRAY_ADD(fake.script.statements, fake.script.statement_count) = (struct statement){
			.class = STATEMENT_TRANSACTIONAL,
			.offset_bytes = (size_t)(at - text),
			.length_bytes = length,
		};
		at += length + (at[length] != '\0');
	}
}

static void
test_lock_room__is_asked_for_the_relations_of_the_scripts(UNUSED void **state)
{
	set_script("create table a (n int); create unlogged table if not exists s.b ();"
	           "create index on a (n); create index i on a (n); create view v as select 1;"
	           "create function f() returns int as 'select 1'; create type t as enum ('x');"
	           "insert into a values (1)");
	assert_true(lock_room_check(&fake.run, &fake.failure));
	assert_int_equal(fake.room_relation_count, 4);
}

static void
test_lock_room__that_is_lacking_names_the_setting_to_raise(UNUSED void **state)
{
	fake.room = (struct lock_room){.needed_count = 9, .nominal_count = 8, .per_transaction = 4};
	assert_false(lock_room_check(&fake.run, &fake.failure));
	assert_int_equal(fake.failure.kind, FAILURE_DDL);
	assert_non_null(strstr(fake.failure.message, "9 locks"));
	assert_non_null(strstr(fake.failure.hint, "to 5 or more (it is 4)"));
	fake.room.needed_count = 8;
	assert_true(lock_room_check(&fake.run, &fake.failure));
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_lock_room__is_asked_for_the_relations_of_the_scripts),
		RUN_TEST(test_lock_room__that_is_lacking_names_the_setting_to_raise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
