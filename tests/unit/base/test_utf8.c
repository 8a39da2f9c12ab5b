#include "base/utf8.h"

#include <string.h>

#include "base/count_of.h"
#include "unit_test.h"

/* "a", "ä", the sign of the euro, a face: one to four bytes. */
#define MIXED "a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"

static void
test_utf8__measures_and_decodes_a_character(UNUSED void **state)
{
	static const struct
	{
		const char *bytes;
		size_t length_bytes;
		uint32_t number;
	} characters[] = {
		{"a", 1, 'a'},
		{"\xC3\xA4", 2, 0xE4},
		{"\xE2\x82\xAC", 3, 0x20AC},
		{"\xF0\x9F\x98\x80", 4, 0x1F600},
	};

	for (size_t index = 0; index < COUNT_OF(characters); index++)
	{
		const char *bytes = characters[index].bytes;
		size_t length_bytes = utf8_character_length((const unsigned char *)bytes);

		assert_int_equal(length_bytes, characters[index].length_bytes);
		assert_int_equal(utf8_decode(bytes, length_bytes), characters[index].number);
	}
}

/* Over-long forms, halves of surrogate pairs, what is beyond Unicode, what is cut. */
static void
test_utf8__takes_no_other_bytes_for_characters(UNUSED void **state)
{
	static const char *const others[] = {
		"\x80",         "\xC0\xAF",         "\xC1\xBF",         "\xC3",
		"\xC3(",        "\xE0\x80\xAF",     "\xED\xA0\x80",     "\xE2\x82",
		"\xF0\x9F\x98", "\xF0\x80\x80\xAF", "\xF4\x90\x80\x80", "\xFF",
	};

	for (size_t index = 0; index < COUNT_OF(others); index++)
	{
		assert_int_equal(utf8_character_length((const unsigned char *)others[index]), 0);
		assert_false(utf8_is_valid(others[index]));
	}
	assert_true(utf8_is_valid(MIXED));
	assert_true(utf8_is_valid(""));
	assert_false(utf8_is_valid(MIXED "\xC3"));
}

static void
test_utf8__counts_characters_not_bytes(UNUSED void **state)
{
	assert_int_equal(utf8_count(""), 0);
	assert_int_equal(utf8_count("abc"), 3);
	assert_int_equal(utf8_count(MIXED), 4);
}

static void
test_utf8__fits_whole_characters_into_a_limit(UNUSED void **state)
{
	static const size_t fitting_bytes[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};

	for (size_t limit_bytes = 0; limit_bytes < COUNT_OF(fitting_bytes); limit_bytes++)
		assert_int_equal(utf8_fit(MIXED, strlen(MIXED), limit_bytes), fitting_bytes[limit_bytes]);
}

/* A statement ends inside its script: what follows it is none of its characters. */
static void
test_utf8__does_not_look_behind_a_text_that_fits(UNUSED void **state)
{
	assert_int_equal(utf8_fit("ab\x80\x80", 2, 2), 2);
	assert_int_equal(utf8_fit("\x80\x80", 2, 1), 0);
}

static void
test_utf8__drops_only_a_character_that_was_cut(UNUSED void **state)
{
	static const struct
	{
		const char *text, *kept;
	} cases[] = {
		{"", ""},
		{"abc", "abc"},
		{MIXED, MIXED},
		{"a\xC3", "a"},
		{"a\xE2\x82", "a"},
		{"a\xF0\x9F\x98", "a"},
		{"a\x82\x82", "a\x82\x82"},
	};

	for (size_t index = 0; index < COUNT_OF(cases); index++)
	{
		char text[16];

		memcpy(text, cases[index].text, strlen(cases[index].text) + 1);
		utf8_drop_cut_end(text);
		assert_string_equal(text, cases[index].kept);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_utf8__measures_and_decodes_a_character),
		cmocka_unit_test(test_utf8__takes_no_other_bytes_for_characters),
		cmocka_unit_test(test_utf8__counts_characters_not_bytes),
		cmocka_unit_test(test_utf8__fits_whole_characters_into_a_limit),
		cmocka_unit_test(test_utf8__does_not_look_behind_a_text_that_fits),
		cmocka_unit_test(test_utf8__drops_only_a_character_that_was_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
