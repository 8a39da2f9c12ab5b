#include "base/failure.h"

#include <string.h>

#include "base/utf8.h"
#include "unit_test.h"

enum
{
	LONG_BYTES = 3000
};

/* Of characters of three bytes, behind as many others as are asked for. */
static const char *
long_text(size_t shift)
{
	static char text[LONG_BYTES + 1];

	memset(text, 'x', shift);
	for (size_t index = shift; index + 3 <= LONG_BYTES; index += 3)
		memcpy(text + index, "\xE2\x82\xAC", 4);
	return text;
}

static void
test_failure__what_does_not_fit_is_cut_between_characters(UNUSED void **state)
{
	for (size_t shift = 0; shift < 3; shift++)
	{
		struct failure failure = {0};

		(void)fail(&failure, FAILURE_DDL, "%s", long_text(shift));
		(void)fail_hint(&failure, "%s", long_text(shift));
		assert_true(utf8_is_valid(failure.message) && utf8_is_valid(failure.hint));
		assert_true(strlen(failure.message) >= sizeof failure.message - 3);
		(void)fail_context(&failure, "in a place");
		assert_true(utf8_is_valid(failure.message));
		assert_true(strlen(failure.message) >= sizeof failure.message - 3);
	}
}

static void
test_failure__what_fits_stays_as_it_is(UNUSED void **state)
{
	struct failure failure = {0};

	(void)fail(&failure, FAILURE_DDL, "caf\xC3\xA9");
	assert_string_equal(failure.message, "caf\xC3\xA9");
	/* Bytes of another encoding are not ours to judge. */
	(void)fail(&failure, FAILURE_DDL, "caf\xA9");
	assert_string_equal(failure.message, "caf\xA9");
	(void)fail(&failure, FAILURE_DDL, "%s", "");
	assert_string_equal(failure.message, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_failure__what_does_not_fit_is_cut_between_characters),
		cmocka_unit_test(test_failure__what_fits_stays_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
