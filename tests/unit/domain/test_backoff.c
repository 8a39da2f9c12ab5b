#include "unit_test.h"

#include "domain/backoff.h"

static void
test_backoff__never_exceeds_its_cap(UNUSED void **state)
{
	struct backoff backoff = {.base_ms = 50, .cap_ms = 2000};

	for (int attempt = 0; attempt < 40; attempt++)
		assert_true(backoff_next_ms(&backoff, 0.999) <= 2000);
	assert_int_equal(backoff_next_ms(&backoff, 0.999), 2000);
}

static void
test_backoff__never_falls_below_its_base(UNUSED void **state)
{
	struct backoff backoff = {.base_ms = 50, .cap_ms = 2000};

	for (int attempt = 0; attempt < 40; attempt++)
		assert_int_equal(backoff_next_ms(&backoff, 0.0), 50);
}

static void
test_backoff__grows_from_the_pause_before(UNUSED void **state)
{
	struct backoff backoff = {.base_ms = 100, .cap_ms = 100000};

	assert_int_equal(backoff_next_ms(&backoff, 0.5), 200);
	assert_int_equal(backoff_next_ms(&backoff, 0.5), 350);
	assert_int_equal(backoff_next_ms(&backoff, 0.0), 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_backoff__never_exceeds_its_cap),
		cmocka_unit_test(test_backoff__never_falls_below_its_base),
		cmocka_unit_test(test_backoff__grows_from_the_pause_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
