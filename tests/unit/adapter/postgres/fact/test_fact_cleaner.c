#include "adapter/postgres/fact/fact_cleaner.h"

#include "unit_test.h"

#define SUFFIX "__1a2b3c4d"

/* What is left of a text of a shadow that has renamed app, user and "A b". */
static void
check(const char *text, const char *expected)
{
	cleanup_fact_cleaner struct fact_cleaner cleaner = fact_cleaner_for(SUFFIX);
	struct text_arena arena = {0};

	fact_cleaner_add(&cleaner, "app" SUFFIX, "app");
	fact_cleaner_add(&cleaner, "user" SUFFIX, "\"user\"");
	fact_cleaner_add(&cleaner, "\"A b" SUFFIX "\"", "\"A b\"");
	fact_cleaner_add(&cleaner, "a_name_that_was_cut" SUFFIX,
	                 "a_name_that_was_cut_because_it_is_long");
	assert_string_equal(fact_cleaner_copy(&cleaner, text, &arena), expected);
	text_arena_free(&arena);
}

static void
test_fact_cleaner__puts_whole_names_back(UNUSED void **state)
{
	check("app" SUFFIX ".t", "app.t");
	check("nextval('app" SUFFIX ".s'::regclass)", "nextval('app.s'::regclass)");
	check("f(user" SUFFIX ".t, app" SUFFIX ".t)", "f(\"user\".t, app.t)");
	check("\"A b" SUFFIX "\".t", "\"A b\".t");
	check("a_name_that_was_cut" SUFFIX ".t", "a_name_that_was_cut_because_it_is_long.t");
}

static void
test_fact_cleaner__takes_the_suffix_off_what_is_no_such_name(UNUSED void **state)
{
	check("server" SUFFIX, "server");
	check("my_user" SUFFIX ".t", "my_user.t");
	check("user" SUFFIX "_1.t", "user_1.t");
	check("\"user" SUFFIX "\"", "\"user\"");
	check("\303\274user" SUFFIX, "\303\274user");
	check("user" SUFFIX "user" SUFFIX, "useruser");
	check(SUFFIX SUFFIX, "");
}

static void
test_fact_cleaner__leaves_other_texts_as_they_are(UNUSED void **state)
{
	check("", "");
	check("app.t", "app.t");
	check("user__1a2b3c4", "user__1a2b3c4");
}

static void
test_fact_cleaner__without_a_suffix_cleans_nothing(UNUSED void **state)
{
	static const char *const suffixes[] = {NULL, ""};

	for (size_t index = 0; index < 2; index++)
	{
		cleanup_fact_cleaner struct fact_cleaner cleaner = fact_cleaner_for(suffixes[index]);
		struct text_arena arena = {0};

		fact_cleaner_add(&cleaner, "app" SUFFIX, "app");
		assert_false(fact_cleaner_finds(&cleaner, "app" SUFFIX));
		assert_string_equal(fact_cleaner_copy(&cleaner, "app" SUFFIX, &arena), "app" SUFFIX);
		assert_null(fact_cleaner_copy(&cleaner, NULL, &arena));
		text_arena_free(&arena);
	}
}

static void
test_fact_cleaner__does_not_look_for_a_name_without_the_suffix(UNUSED void **state)
{
	cleanup_fact_cleaner struct fact_cleaner cleaner = fact_cleaner_for(SUFFIX);

	fact_cleaner_add(&cleaner, "app", "other");
	assert_int_equal(cleaner.name_count, 0);
	assert_true(fact_cleaner_finds(&cleaner, "x" SUFFIX));
	assert_false(fact_cleaner_finds(&cleaner, NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fact_cleaner__puts_whole_names_back),
		cmocka_unit_test(test_fact_cleaner__takes_the_suffix_off_what_is_no_such_name),
		cmocka_unit_test(test_fact_cleaner__leaves_other_texts_as_they_are),
		cmocka_unit_test(test_fact_cleaner__without_a_suffix_cleans_nothing),
		cmocka_unit_test(test_fact_cleaner__does_not_look_for_a_name_without_the_suffix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
