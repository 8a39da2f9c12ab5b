#include "unit_test.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/bounded_file.h"
#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "base/stop_signal.h"
#include "base/wait.h"

static const struct file_bounds small = {.limit_bytes = 4096};
static char folder[] = "/tmp/noetl-schema-test-XXXXXX";

static int
set_up(UNUSED void **state)
{
	struct failure failure;

	return mkdtemp(folder) == NULL || !stop_signal_install(&failure);
}

static int
tear_down(UNUSED void **state)
{
	cleanup_memory char *command = memory_format("rm -r %s", folder);

	return system(command); /* NOLINT(cert-env33-c) */
}

static enum file_outcome
read_path(const char *path, struct text *content)
{
	cleanup_descriptor int descriptor = bounded_file_open(path);

	return descriptor < 0 ? FILE_NOT_OPENED : bounded_file_read(descriptor, &small, content);
}

static char *
path_of(const char *name)
{
	return memory_format("%s/%s", folder, name);
}

static void
test_bounded_file__what_has_no_end_is_too_large(UNUSED void **state)
{
	static const char *const endless[] = {"/dev/zero", "/dev/urandom", "/dev/full"};

	for (size_t index = 0; index < COUNT_OF(endless); index++)
	{
		cleanup_text struct text content = TEXT_EMPTY;
		cleanup_memory char *why = NULL;

		assert_int_equal(read_path(endless[index], &content), FILE_TOO_LARGE);
		why = bounded_file_explain(FILE_TOO_LARGE, &small);
		assert_string_equal(why, "is larger than 4 kB");
	}
}

static void
test_bounded_file__what_is_no_file_is_said(UNUSED void **state)
{
	cleanup_text struct text content = TEXT_EMPTY;
	cleanup_memory char *why = NULL;

	assert_int_equal(read_path("/tmp", &content), FILE_NOT_READ);
	why = bounded_file_explain(FILE_NOT_READ, &small);
	assert_string_equal(why, "cannot be read: Is a directory");
	assert_int_equal(read_path("/nonexistent", &content), FILE_NOT_OPENED);
	assert_int_equal(read_path("/proc/self/mem", &content), FILE_NOT_READ);
	assert_int_equal(bounded_file_read(999, &small, &content), FILE_NOT_READ);
	assert_int_equal(errno, EBADF);
}

static void
test_bounded_file__a_socket_cannot_be_opened(UNUSED void **state)
{
	cleanup_text struct text content = TEXT_EMPTY;
	cleanup_descriptor int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	cleanup_memory char *path = path_of("socket");

	(void)snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(read_path(path, &content), FILE_NOT_OPENED);
}

static void
test_bounded_file__what_is_empty_reads_as_empty(UNUSED void **state)
{
	cleanup_text struct text content = TEXT_EMPTY;

	assert_int_equal(read_path("/dev/null", &content), FILE_READ);
	assert_non_null(content.bytes);
	assert_int_equal(content.length_bytes, 0);
}

static void
test_bounded_file__files_of_procfs_have_no_size_and_are_read(UNUSED void **state)
{
	cleanup_text struct text content = TEXT_EMPTY;

	assert_int_equal(bounded_file_read_regular("/proc/self/stat", 4096, &content), FILE_READ);
	assert_true(content.length_bytes > 0);
}

static void
test_bounded_file__only_regular_files_where_only_they_are_wanted(UNUSED void **state)
{
	cleanup_text struct text content = TEXT_EMPTY;
	cleanup_memory char *pipe_path = path_of("unwanted");
	cleanup_memory char *link = path_of("link");

	assert_int_equal(mkfifo(pipe_path, 0600), 0);
	assert_int_equal(bounded_file_read_regular(pipe_path, 4096, &content), FILE_NOT_REGULAR);
	assert_int_equal(bounded_file_read_regular("/dev/zero", 4096, &content), FILE_NOT_REGULAR);
	assert_int_equal(bounded_file_read_regular("/tmp", 4096, &content), FILE_NOT_REGULAR);
	assert_int_equal(symlink("/proc/self/stat", link), 0);
	assert_int_equal(bounded_file_read_regular(link, 4096, &content), FILE_READ);
}

static void *
write_slowly(void *path)
{
	cleanup_descriptor int pipe = open(path, O_WRONLY | O_CLOEXEC);

	for (int piece = 0; piece < 3; piece++)
	{
		ssize_t written = write(pipe, "piece ", 6);

		(void)written;
		(void)wait_for_descriptor(-1, 0, wait_now_ms() + 20, false);
	}
	return NULL;
}

static void
test_bounded_file__the_writer_of_a_pipe_is_waited_for(UNUSED void **state)
{
	cleanup_text struct text content = TEXT_EMPTY;
	cleanup_memory char *path = path_of("pipe");
	cleanup_descriptor int descriptor = -1;
	pthread_t writer;

	assert_int_equal(mkfifo(path, 0600), 0);
	descriptor = bounded_file_open(path);
	assert_int_equal(pthread_create(&writer, NULL, write_slowly, path), 0);
	assert_int_equal(bounded_file_read(descriptor, &small, &content), FILE_READ);
	assert_string_equal(text_bytes(&content), "piece piece piece ");
	(void)pthread_join(writer, NULL);
}

/* Last: a stop signal stays for ever. */
static void
test_bounded_file__a_stop_signal_ends_the_wait_for_a_pipe_but_no_token_is_missed(
	UNUSED void **state)
{
	cleanup_text struct text content = TEXT_EMPTY;
	cleanup_memory char *path = path_of("silent");

	assert_int_equal(mkfifo(path, 0600), 0);
	(void)raise(SIGTERM);
	assert_int_equal(read_path(path, &content), FILE_STOPPED);
	assert_int_equal(bounded_file_read_regular("/proc/self/stat", 4096, &content), FILE_READ);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bounded_file__what_has_no_end_is_too_large),
		cmocka_unit_test(test_bounded_file__what_is_no_file_is_said),
		cmocka_unit_test(test_bounded_file__a_socket_cannot_be_opened),
		cmocka_unit_test(test_bounded_file__what_is_empty_reads_as_empty),
		cmocka_unit_test(test_bounded_file__files_of_procfs_have_no_size_and_are_read),
		cmocka_unit_test(test_bounded_file__only_regular_files_where_only_they_are_wanted),
		cmocka_unit_test(test_bounded_file__the_writer_of_a_pipe_is_waited_for),
		cmocka_unit_test(
			test_bounded_file__a_stop_signal_ends_the_wait_for_a_pipe_but_no_token_is_missed),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
