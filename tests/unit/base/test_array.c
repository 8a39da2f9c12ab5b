#include "base/array.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/failure.h"
#include "unit_test.h"

static void
test_array__keeps_every_item_while_it_grows(UNUSED void **state)
{
	size_t *items = NULL;
	size_t count = 0;

	for (size_t item = 0; item < 10000; item++)
	{
		*ARRAY_ADD(items, count) = item * item;
		assert_int_equal(count, item + 1);
	}
	for (size_t item = 0; item < count; item++)
		assert_int_equal(items[item], item * item);
	free(items);
}

/* A list of thousands would otherwise be copied thousands of times. */
static void
test_array__is_moved_at_powers_of_two_only(UNUSED void **state)
{
	void *items = array_grow(NULL, 0, 16);

	for (size_t count = 1; count < 8; count++)
		assert_ptr_equal(array_grow(items, count, SIZE_MAX), items);
	items = array_grow(items, 8, 16);
	for (size_t count = 9; count < 16; count++)
		assert_ptr_equal(array_grow(items, count, SIZE_MAX), items);
	free(items);
}

/* Some lists are emptied and filled again. */
static void
test_array__may_lose_items_in_between(UNUSED void **state)
{
	int *items = NULL;
	size_t count = 0;

	for (int item = 0; item < 100; item++)
		*ARRAY_ADD(items, count) = item;
	count = 5;
	for (int item = 5; item < 200; item++)
		*ARRAY_ADD(items, count) = item;
	for (int item = 0; item < 200; item++)
		assert_int_equal(items[item], item);
	count = 0;
	*ARRAY_ADD(items, count) = -1;
	assert_int_equal(items[0], -1);
	assert_int_equal(count, 1);
	free(items);
}

static int
status_of_growing(size_t count, size_t item_bytes)
{
	int status = 0;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0)
	{
		(void)close(STDERR_FILENO);
		free(array_grow(NULL, count, item_bytes));
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
test_array__ends_the_program_instead_of_wrapping_around(UNUSED void **state)
{
	const size_t greatest_power = SIZE_MAX / 2 + 1;

	/* Of one byte each it would not wrap around: the sanitizer's allocator ends the program itself. */
	assert_int_equal(status_of_growing(greatest_power, 2), FAILURE_TRANSIENT);
	assert_int_equal(status_of_growing(greatest_power / 2, 16), FAILURE_TRANSIENT);
	assert_int_equal(status_of_growing(64, 16), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_array__keeps_every_item_while_it_grows),
		cmocka_unit_test(test_array__is_moved_at_powers_of_two_only),
		cmocka_unit_test(test_array__may_lose_items_in_between),
		cmocka_unit_test(test_array__ends_the_program_instead_of_wrapping_around),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
