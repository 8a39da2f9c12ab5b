#include "domain/script.h"

#include <string.h>

#include "base/text.h"
#include "unit_test.h"

static void
place_of(const char *text, size_t offset_bytes, struct failure_place *place)
{
	struct script script = {
		.name = (char *)"a.sql",
		.text = (char *)text,
		.length_bytes = strlen(text),
	};

	script_place(&script, offset_bytes, place);
}

static void
test_script__a_place_counts_lines_and_columns_from_one(UNUSED void **state)
{
	struct failure_place place;

	place_of("select 1;\nselect x;\n", 0, &place);
	assert_int_equal(place.line, 1);
	assert_int_equal(place.column, 1);
	assert_string_equal(place.excerpt, "select 1;\n^");
	place_of("select 1;\nselect x;\n", 17, &place);
	assert_int_equal(place.line, 2);
	assert_int_equal(place.column, 8);
	assert_string_equal(place.excerpt, "select x;\n       ^");
	assert_string_equal(place.file, "a.sql");
}

static void
test_script__a_column_counts_characters_not_bytes(UNUSED void **state)
{
	struct failure_place place;
	const char *text = "select 'äöü€', x;";

	place_of(text, (size_t)(strstr(text, "x;") - text), &place);
	assert_int_equal(place.column, 16);
	assert_string_equal(place.excerpt, "select 'äöü€', x;\n               ^");
}

static void
test_script__the_caret_stands_under_its_character_behind_tabs(UNUSED void **state)
{
	struct failure_place place;

	place_of("\t\tselect x\r\n", 9, &place);
	assert_string_equal(place.excerpt, "\t\tselect x\n\t\t       ^");
}

static void
test_script__a_place_behind_the_end_is_the_end(UNUSED void **state)
{
	struct failure_place place;

	place_of("select", 100, &place);
	assert_int_equal(place.line, 1);
	assert_int_equal(place.column, 7);
	place_of("", 0, &place);
	assert_int_equal(place.line, 1);
	assert_int_equal(place.column, 1);
	assert_string_equal(place.excerpt, "\n^");
}

static void
test_script__a_long_line_shows_what_surrounds_the_place(UNUSED void **state)
{
	static char text[5001];
	struct failure_place place;

	memset(text, 'a', 5000);
	text[3000] = '!';
	place_of(text, 3000, &place);
	assert_int_equal(place.column, 3001);

	const char *caret = strchr(place.excerpt, '^');
	const char *below = strchr(place.excerpt, '\n') + 1;

	assert_non_null(caret);
	assert_int_equal(place.excerpt[caret - below], '!');
}

static void
test_script__the_caret_stands_under_its_character_behind_escapes(UNUSED void **state)
{
	struct failure_place place;
	const char *text = "select '\xC2\x9B\033\xE2\x80\xAE', x;";

	place_of(text, (size_t)(strstr(text, "x;") - text), &place);
	assert_int_equal(place.column, 15);
	assert_string_equal(place.excerpt, "select '\\u{9b}\\x1b\\u{202e}', x;\n"
	                                   "                             ^");
}

static void
test_script__a_long_line_of_escapes_fits_with_its_caret(UNUSED void **state)
{
	static char text[5001];
	struct failure_place place;

	memset(text, '\033', 5000);
	text[3000] = '!';
	place_of(text, 3000, &place);

	const char *caret = strchr(place.excerpt, '^');
	const char *below = strchr(place.excerpt, '\n') + 1;

	assert_non_null(caret);
	assert_int_equal(place.excerpt[caret - below], '!');
	assert_memory_equal(place.excerpt, "\\x1b", 4);
	assert_memory_equal(below - 5, "\\x1b\n", 5);
}

/* Ranges as "first+count", those outside of a transaction with a "!". */
static void
steps_of(const struct script *script, struct text *words)
{
	struct script_range range = {.script = script};

	while (script_next_step(&range))
		text_append_format(words, "%zu+%zu%s ", range.first, range.count,
		                   script_range_is_outside(&range) ? "!" : "");
}

static void
test_script__what_cannot_be_in_a_transaction_is_a_step_of_its_own(UNUSED void **state)
{
	struct statement statements[] = {
		{.class = STATEMENT_OUTSIDE},       {.class = STATEMENT_OUTSIDE},
		{.class = STATEMENT_TRANSACTIONAL}, {.class = STATEMENT_BEGIN_COMMIT},
		{.class = STATEMENT_OUTSIDE},       {.class = STATEMENT_COPY_STDIN}};
	const struct script script = {.statements = statements, .statement_count = 6};
	cleanup_text struct text words = TEXT_EMPTY;

	steps_of(&script, &words);
	assert_string_equal(text_bytes(&words), "0+1! 1+1! 2+2 4+1! 5+1 ");
	assert_true(script_has_outside(&script));
}

static void
test_script__without_such_a_statement_is_one_step(UNUSED void **state)
{
	struct statement statements[] = {{.class = STATEMENT_TRANSACTIONAL},
	                                 {.class = STATEMENT_TRANSACTIONAL}};
	const struct script script = {.statements = statements, .statement_count = 2};
	const struct script empty = {0};
	cleanup_text struct text words = TEXT_EMPTY;

	steps_of(&script, &words);
	steps_of(&empty, &words);
	assert_string_equal(text_bytes(&words), "0+2 ");
	assert_false(script_has_outside(&script));
}

static void
test_script__a_marker_begins_the_next_step(UNUSED void **state)
{
	struct statement statements[] = {{.class = STATEMENT_TRANSACTIONAL, .begins_transaction = true},
	                                 {.class = STATEMENT_TRANSACTIONAL},
	                                 {.class = STATEMENT_TRANSACTIONAL, .begins_transaction = true},
	                                 {.class = STATEMENT_OUTSIDE},
	                                 {.class = STATEMENT_TRANSACTIONAL}};
	const struct script script = {.statements = statements, .statement_count = 5};
	const struct script whole = {.statements = statements + 3, .statement_count = 2};
	cleanup_text struct text words = TEXT_EMPTY;

	steps_of(&script, &words);
	assert_string_equal(text_bytes(&words), "0+2 2+1 3+1! 4+1 ");
	assert_true(script_has_commit(&script));
	assert_false(script_has_commit(&whole));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_script__a_place_counts_lines_and_columns_from_one),
		cmocka_unit_test(test_script__a_column_counts_characters_not_bytes),
		cmocka_unit_test(test_script__the_caret_stands_under_its_character_behind_tabs),
		cmocka_unit_test(test_script__a_place_behind_the_end_is_the_end),
		cmocka_unit_test(test_script__a_long_line_shows_what_surrounds_the_place),
		cmocka_unit_test(test_script__the_caret_stands_under_its_character_behind_escapes),
		cmocka_unit_test(test_script__a_long_line_of_escapes_fits_with_its_caret),
		cmocka_unit_test(test_script__what_cannot_be_in_a_transaction_is_a_step_of_its_own),
		cmocka_unit_test(test_script__a_marker_begins_the_next_step),
		cmocka_unit_test(test_script__without_such_a_statement_is_one_step),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
