#include "domain/erd/diagram_words.h"

#include "base/count_of.h"
#include "unit_test.h"

struct words_case
{
	const char *given;
	const char *expected;
};

static void
test_diagram_words__types_have_their_usual_names(UNUSED void **state)
{
	static const struct words_case cases[] = {
		{"timestamp with time zone", "timestamptz"},
		{"timestamp(3) with time zone[]", "timestamptz(3)[]"},
		{"timestamp without time zone", "timestamp"},
		{"time(0) without time zone", "time(0)"},
		{"time with time zone", "timetz"},
		{"character varying(50)", "varchar(50)"},
		{"character varying[]", "varchar[]"},
		{"bit varying", "varbit"},
		{"double precision", "float8"},
		{"numeric(10,2)", "numeric(10,2)"},
		{"character varying_of_mine", "character varying_of_mine"},
		{"time", "time"},
		{"timestamp(", "timestamp("},
		{"times with time zone", "times with time zone"},
		{"shop.\"character varying\"", "shop.\"character varying\""},
		{"", ""},
	};

	for (size_t index = 0; index < COUNT_OF(cases); index++)
	{
		cleanup_text struct text text = TEXT_EMPTY;

		diagram_append_type(&text, cases[index].given);
		assert_string_equal(text_bytes(&text), cases[index].expected);
	}
}

static void
test_diagram_words__are_cut_between_characters(UNUSED void **state)
{
	static const struct words_case cases[] = {
		{"abcd", "abcd"},
		{"abcde", "abc\xE2\x80\xA6"},
		{"\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9", "\xC3\xA9\xC3\xA9\xC3\xA9\xE2\x80\xA6"},
		{"", ""},
	};

	for (size_t index = 0; index < COUNT_OF(cases); index++)
	{
		cleanup_text struct text text = TEXT_EMPTY;

		diagram_append_cut(&text, cases[index].given, 4);
		assert_string_equal(text_bytes(&text), cases[index].expected);
	}
}

static void
test_diagram_words__paragraphs_become_a_line(UNUSED void **state)
{
	static const struct words_case cases[] = {
		{"two\n\tlines \n", "two lines"},
		{"a \x1b[31m red \xE2\x80\xAE one", "a \\x1b[31m red \\u{202e} one"},
		{"not\xFFutf8", "not\\xffutf8"},
		{" \n ", NULL},
		{"", NULL},
		{NULL, NULL},
	};
	struct text_arena texts = {0};

	for (size_t index = 0; index < COUNT_OF(cases); index++)
	{
		const char *line = diagram_paragraph(&texts, cases[index].given, 100);

		if (cases[index].expected == NULL)
			assert_null(line);
		else
			assert_string_equal(line, cases[index].expected);
	}
	assert_string_equal(diagram_line(&texts, "two\n\tlines \n", 100), "two\\n\\tlines \\n");
	text_arena_free(&texts);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_diagram_words__types_have_their_usual_names),
		cmocka_unit_test(test_diagram_words__are_cut_between_characters),
		cmocka_unit_test(test_diagram_words__paragraphs_become_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
