#include "unit_test.h"

#include <stdint.h>
#include <string.h>

#include "base/count_of.h"
#include "base/printable.h"
#include "base/utf8.h"

static void
expect_shown(const char *string, const char *shown)
{
	cleanup_text struct text text = TEXT_EMPTY;

	printable_append(&text, string);
	assert_string_equal(text_bytes(&text), shown);
}

static void
test_printable__what_moves_hides_or_breaks_is_escaped(UNUSED void **state)
{
	static const struct
	{
		const char *string;
		const char *shown;
	} cases[] = {
		{"\033[2J", "\\x1b[2J"},
		{"a\nb\tc\rd", "a\\nb\\tc\\x0dd"},
		{"\x7F\x01", "\\x7f\\x01"},
		{"\xC2\x9B", "\\u{9b}"}, /* C1: CSI in one character */
		{"\xC2\x85", "\\u{85}"}, /* C1: next line */
		{"\xE2\x80\xA8\xE2\x80\xA9", "\\u{2028}\\u{2029}"},
		{"\xE2\x80\xAE\xE2\x81\xA6\xE2\x80\x8F\xD8\x9C", "\\u{202e}\\u{2066}\\u{200f}\\u{61c}"},
		{"\xE2\x80\x8B\xE2\x80\x8D", "\\u{200b}\\u{200d}"}, /* zero width */
		{"\xEF\xBB\xBF", "\\u{feff}"},
		{"\xEF\xBF\xBF\xF0\x9F\xBF\xBE\xEF\xB7\x90", "\\u{ffff}\\u{1fffe}\\u{fdd0}"},
		{"\xF3\xA0\x81\xA1", "\\u{e0061}"},  /* tag */
		{"\xED\xA0\x80", "\\xed\\xa0\\x80"}, /* surrogate */
		{"\xFF\xC3", "\\xff\\xc3"},
		{"\x9B", "\\x9b"},
		{"\xC0\xAF", "\\xc0\\xaf"}, /* overlong */
	};

	for (size_t index = 0; index < COUNT_OF(cases); index++)
		expect_shown(cases[index].string, cases[index].shown);
}

static void
test_printable__writing_of_people_stays(UNUSED void **state)
{
	static const char words[] =
		"Zürich \"漢字\" עברית العربية 🙂 e\xCC\x81 C:\\temp \xC2\xA0|\xEE\x80\x80";

	expect_shown(words, words);
}

static void
test_printable__lines_stay_lines_where_there_are_several(UNUSED void **state)
{
	cleanup_text struct text text = TEXT_EMPTY;

	printable_append_lines(&text, "a\n\tb\r\0c\xC2", 7);
	assert_string_equal(text_bytes(&text), "a\n\\tb\\x0d\\x00c");
	printable_append_tabbed(&text, "\t\xC2\x9B", 2);
	assert_string_equal(text_bytes(&text), "a\n\\tb\\x0d\\x00c\t\\xc2");
}

static void
test_printable__no_argument_begins_another_line(UNUSED void **state)
{
	cleanup_text struct text text = TEXT_EMPTY;

	printable_append_line(&text, "table %s: %d", "a\nverify: fine", 7);
	assert_string_equal(text_bytes(&text), "table a\\nverify: fine: 7\n");
}

/* An independent statement of what must never leave: control, format, separators, bidi. */
static const struct
{
	uint32_t first;
	uint32_t last;
} forbidden[] = {
	{0, 0x1F},
	{0x7F, 0x9F},
	{0x61C, 0x61C},
	{0x200B, 0x200F},
	{0x2028, 0x202E},
	{0x2060, 0x206F},
	{0xD800, 0xDFFF},
	{0xFDD0, 0xFDEF},
	{0xFEFF, 0xFEFF},
	{0xFFFE, 0xFFFF},
	{0x1FFFE, 0x1FFFF},
	{0xE0000, 0xE0FFF},
	{0x10FFFE, 0x10FFFF},
};

static bool
is_forbidden(uint32_t character)
{
	for (size_t index = 0; index < COUNT_OF(forbidden); index++)
	{
		if (character >= forbidden[index].first && character <= forbidden[index].last)
			return true;
	}
	return false;
}

static void
assert_clean(const struct text *text)
{
	for (size_t at = 0; at < text->length_bytes;)
	{
		size_t length_bytes = utf8_character_length((const unsigned char *)text->bytes + at);

		assert_in_range(length_bytes, 1, 4);
		assert_false(is_forbidden(utf8_decode(text->bytes + at, length_bytes)));
		at += length_bytes;
	}
}

static void
append_utf8(struct text *text, uint32_t character)
{
	const char four[] = {(char)(0xF0 | character >> 18), (char)(0x80 | (character >> 12 & 0x3F)),
	                     (char)(0x80 | (character >> 6 & 0x3F)), (char)(0x80 | (character & 0x3F))};
	const char three[] = {(char)(0xE0 | character >> 12), four[2], four[3]};
	const char two[] = {(char)(0xC0 | character >> 6), four[3]};

	if (character < 0x80)
		text_append_char(text, (char)character);
	else if (character < 0x800)
		text_append_bytes(text, two, sizeof two);
	else if (character < 0x10000)
		text_append_bytes(text, three, sizeof three);
	else
		text_append_bytes(text, four, sizeof four);
}

static void
test_printable__every_character_comes_out_clean_and_stays_so(UNUSED void **state)
{
	for (uint32_t character = 0; character <= 0x10FFFF; character++)
	{
		cleanup_text struct text text = TEXT_EMPTY;
		cleanup_text struct text once = TEXT_EMPTY;
		cleanup_text struct text twice = TEXT_EMPTY;

		append_utf8(&text, character);
		text_append_char(&text, 'z');
		printable_append_bytes(&once, text.bytes, text.length_bytes);
		assert_clean(&once);
		printable_append_bytes(&twice, once.bytes, once.length_bytes);
		assert_string_equal(once.bytes, twice.bytes);
		if (!is_forbidden(character))
			assert_true(printable_is_shown(character) == (strcmp(text.bytes, once.bytes) == 0));
	}
}

/* Any bytes, from a generator of its own so that every run tries the same ones. */
static void
test_printable__any_bytes_come_out_clean(UNUSED void **state)
{
	uint64_t seed = 9;

	for (int round = 0; round < 20000; round++)
	{
		char bytes[24] = "";
		cleanup_text struct text text = TEXT_EMPTY;

		for (size_t index = 0; index + 1 < sizeof bytes; index++)
		{
			seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
			/* Mostly bytes of longer characters, so that many are whole or nearly so. */
			bytes[index] = (char)(seed >> 56 | (seed >> 40 & 0x80));
		}
		printable_append_bytes(&text, bytes, sizeof bytes - 1);
		assert_clean(&text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_printable__what_moves_hides_or_breaks_is_escaped),
		cmocka_unit_test(test_printable__writing_of_people_stays),
		cmocka_unit_test(test_printable__lines_stay_lines_where_there_are_several),
		cmocka_unit_test(test_printable__no_argument_begins_another_line),
		cmocka_unit_test(test_printable__every_character_comes_out_clean_and_stays_so),
		cmocka_unit_test(test_printable__any_bytes_come_out_clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
