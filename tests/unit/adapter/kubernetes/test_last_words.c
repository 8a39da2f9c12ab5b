#include "adapter/kubernetes/last_words.h"

#include <string.h>

#include "unit_test.h"

enum
{
	LIMIT_BYTES = 1000
};

static void
assert_says(const struct run_end *end, const char *done, const char *expected)
{
	cleanup_text struct text message = TEXT_EMPTY;

	last_words_append_end(&message, end, done, LIMIT_BYTES);
	assert_string_equal(text_bytes(&message), expected);
}

static void
test_last_words__cause_hint_detail_and_what_was_done_before(UNUSED void **state)
{
	struct failure failure = {0};
	struct run_end end = {.failure = &failure};

	fail(&failure, FAILURE_DDL, "syntax error at or near \"tabel\"");
	fail_hint(&failure, "Mend the file.");
	assert_says(&end, "", "syntax error at or near \"tabel\". Hint: Mend the file.");
	failure.place.line = 3;
	failure.place.column = 8;
	strcpy(failure.place.file, "/ddl/own.sql");
	strcpy(failure.detail, "More.");
	strcpy(failure.sqlstate, "42601");
	assert_says(&end, "workspace: unchanged.",
	            "syntax error at or near \"tabel\" (/ddl/own.sql:3:8). Hint: Mend the file. "
	            "Detail: More. SQLSTATE 42601. Before that: workspace: unchanged.");
}

static void
test_last_words__a_cause_that_ends_in_a_stop_gets_no_second(UNUSED void **state)
{
	struct failure failure = {0};
	struct run_end end = {.failure = &failure};

	fail(&failure, FAILURE_UNREACHABLE, "the server went away.");
	assert_says(&end, "", "the server went away.");
}

static void
test_last_words__of_success_are_what_was_done(UNUSED void **state)
{
	struct run_end end = {0};

	assert_says(&end, "noetl: created.", "noetl: created.");
	assert_says(&end, "", "");
}

static void
test_last_words__a_long_cause_gives_way_to_the_hint(UNUSED void **state)
{
	struct failure failure = {0};
	struct run_end end = {.failure = &failure};
	cleanup_text struct text message = TEXT_EMPTY;
	cleanup_text struct text cause = TEXT_EMPTY;

	while (cause.length_bytes < 2 * LIMIT_BYTES)
		text_append_format(&cause, "object number %zu differs, ", cause.length_bytes);
	fail(&failure, FAILURE_DRIFT, "%s", text_bytes(&cause));
	fail_hint(&failure, "Bring them back.");
	last_words_append_end(&message, &end, "", LIMIT_BYTES);
	assert_true(message.length_bytes <= LIMIT_BYTES);
	assert_non_null(strstr(text_bytes(&message), "object number 0 differs, "));
	assert_string_equal(text_bytes(&message) + message.length_bytes -
	                        strlen(", object... Hint: Bring them back."),
	                    ", object... Hint: Bring them back.");
}

static void
test_last_words__a_long_hint_leaves_the_cause_half(UNUSED void **state)
{
	struct failure failure = {0};
	struct run_end end = {.failure = &failure};
	cleanup_text struct text message = TEXT_EMPTY;
	cleanup_text struct text words = TEXT_EMPTY;

	while (words.length_bytes < LIMIT_BYTES)
		text_append(&words, "word ");
	fail(&failure, FAILURE_DRIFT, "%s", text_bytes(&words));
	fail_hint(&failure, "%s", text_bytes(&words));
	last_words_append_end(&message, &end, "", LIMIT_BYTES);

	size_t cause_bytes = (size_t)(strstr(text_bytes(&message), " Hint: ") - message.bytes);

	assert_in_range(cause_bytes, LIMIT_BYTES / 4, LIMIT_BYTES / 2 + 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_last_words__cause_hint_detail_and_what_was_done_before),
		cmocka_unit_test(test_last_words__a_cause_that_ends_in_a_stop_gets_no_second),
		cmocka_unit_test(test_last_words__of_success_are_what_was_done),
		cmocka_unit_test(test_last_words__a_long_cause_gives_way_to_the_hint),
		cmocka_unit_test(test_last_words__a_long_hint_leaves_the_cause_half),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
