#include "unit_test.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/stop_signal.h"
#include "base/wait.h"
#include "base/write_all.h"

enum
{
	LARGE_BYTES = 1 << 20
};

static int
set_up(UNUSED void **state)
{
	struct failure failure;

	return !stop_signal_install(&failure);
}

static void *
drain(void *context)
{
	int descriptor = *(int *)context;
	char bytes[1000];
	size_t total = 0;
	ssize_t count = 0;

	while ((count = read(descriptor, bytes, sizeof bytes)) > 0)
		total += (size_t)count;
	return total == LARGE_BYTES ? context : NULL;
}

static void
test_write_all__a_slow_reader_gets_everything(UNUSED void **state)
{
	cleanup_memory char *large = memory_allocate(LARGE_BYTES, 1);
	int ends[2];
	pthread_t reader;
	void *got_all = NULL;

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	assert_int_equal(pthread_create(&reader, NULL, drain, &ends[0]), 0);
	assert_int_equal(write_all(ends[1], large, LARGE_BYTES, 0), WRITE_DONE);
	(void)close(ends[1]);
	(void)pthread_join(reader, &got_all);
	assert_non_null(got_all);
	(void)close(ends[0]);
}

static void
test_write_all__says_what_failed(UNUSED void **state)
{
	cleanup_descriptor int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
	int ends[2];

	assert_int_equal(write_all(full, "x", 1, 0), WRITE_FAILED);
	assert_int_equal(errno, ENOSPC);
	assert_int_equal(write_all(-1, "", 0, 0), WRITE_DONE);
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	(void)close(ends[0]);
	assert_int_equal(write_all(ends[1], "x", 1, 0), WRITE_FAILED);
	assert_int_equal(errno, EPIPE);
	(void)close(ends[1]);
}

/* Last: a stop signal stays for ever. */
static void
test_write_all__a_stop_signal_ends_the_wait_for_a_reader(UNUSED void **state)
{
	cleanup_memory char *large = memory_allocate(LARGE_BYTES, 1);
	int ends[2];

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	(void)raise(SIGTERM);

	int64_t before_ms = wait_now_ms();

	/* What there is room for is written all the same. */
	assert_int_equal(write_all(ends[1], "last words", strlen("last words"), 0), WRITE_DONE);
	assert_int_equal(write_all(ends[1], large, LARGE_BYTES, 50), WRITE_STOPPED);
	assert_in_range(wait_now_ms() - before_ms, 50, 900);
	(void)close(ends[0]);
	(void)close(ends[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_write_all__a_slow_reader_gets_everything),
		cmocka_unit_test(test_write_all__says_what_failed),
		cmocka_unit_test(test_write_all__a_stop_signal_ends_the_wait_for_a_reader),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
