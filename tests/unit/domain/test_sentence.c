#include "domain/sentence.h"

#include <string.h>

#include "base/utf8.h"
#include "unit_test.h"

static void
assert_fits_as(const char *text, size_t limit_bytes, const char *expected)
{
	struct text fitted = TEXT_EMPTY;

	text_append(&fitted, text);
	sentence_fit(&fitted, limit_bytes);
	assert_string_equal(text_bytes(&fitted), expected);
	assert_true(fitted.length_bytes <= limit_bytes);
	text_free(&fitted);
}

static void
test_sentence__leaves_what_fits(UNUSED void **state)
{
	assert_fits_as("One. Two.", 9, "One. Two.");
	assert_fits_as("", 9, "");
}

static void
test_sentence__is_cut_after_the_last_whole_one(UNUSED void **state)
{
	assert_fits_as("First one. Second one. Third one.", 25, "First one. Second one.");
}

static void
test_sentence__a_dot_inside_a_word_ends_nothing(UNUSED void **state)
{
	assert_fits_as("connection to 10.0.0.1 refused by everybody", 24, "connection to...");
}

static void
test_sentence__without_an_end_is_cut_at_a_word(UNUSED void **state)
{
	assert_fits_as("several words without any end", 20, "several words...");
}

static void
test_sentence__is_never_cut_inside_a_character(UNUSED void **state)
{
	assert_fits_as("äöüäöüäöü", 10, "äöü...");
}

static void
test_sentence__bytes_that_are_no_text_are_escaped(UNUSED void **state)
{
	assert_fits_as("a\xff\xc3z\x01\x7f\n", 20, "a\\xff\\xc3z\\x01\\x7f\n");
}

/* Every prefix length of a text with characters of every length, as a sweep. */
static void
test_sentence__fits_every_limit_and_stays_utf8(UNUSED void **state)
{
	static const char words[] = "Zürich; 漢字 and 🙂. Then more: é è ê. End";

	for (size_t limit_bytes = 0; limit_bytes <= sizeof words; limit_bytes++)
	{
		struct text fitted = TEXT_EMPTY;

		text_append(&fitted, words);
		sentence_fit(&fitted, limit_bytes);
		assert_true(fitted.length_bytes <= limit_bytes);
		for (size_t at = 0; at < fitted.length_bytes;)
		{
			size_t length = utf8_character_length((const unsigned char *)fitted.bytes + at);

			assert_true(length > 0);
			at += length;
		}
		text_free(&fitted);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sentence__leaves_what_fits),
		cmocka_unit_test(test_sentence__is_cut_after_the_last_whole_one),
		cmocka_unit_test(test_sentence__a_dot_inside_a_word_ends_nothing),
		cmocka_unit_test(test_sentence__without_an_end_is_cut_at_a_word),
		cmocka_unit_test(test_sentence__is_never_cut_inside_a_character),
		cmocka_unit_test(test_sentence__bytes_that_are_no_text_are_escaped),
		cmocka_unit_test(test_sentence__fits_every_limit_and_stays_utf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
