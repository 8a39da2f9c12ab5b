#include "adapter/kubernetes/termination_message.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bounded_file.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "unit_test.h"

enum
{
	KUBELET_LIMIT_BYTES = 4096
};

static char path[] = "/tmp/termination-log-XXXXXX";
static struct failure failure;

static int
set_up(UNUSED void **state)
{
	cleanup_descriptor int file = mkstemp(path);

	return file < 0 || setenv("TERMINATION_LOG_PATH", path, 1) != 0;
}

static int
tear_down(UNUSED void **state)
{
	return unlink(path);
}

static void
read_file(struct text *content)
{
	cleanup_descriptor int file = open(path, O_RDONLY | O_CLOEXEC);

	assert_true(bounded_file_read(file,
	                              &(struct file_bounds){.limit_bytes = 2 * KUBELET_LIMIT_BYTES},
	                              content) == FILE_READ);
}

static void
test_termination_message__takes_the_place_of_what_was_there(UNUSED void **state)
{
	cleanup_text struct text message = TEXT_EMPTY;
	cleanup_text struct text content = TEXT_EMPTY;

	text_append(&message, "The first, which is longer.");
	assert_true(termination_message_write(&message, &failure));
	text_clear(&message);
	text_append(&message, "Second.");
	assert_true(termination_message_write(&message, &failure));
	read_file(&content);
	assert_string_equal(text_bytes(&content), "Second.");
}

static void
test_termination_message__is_cut_at_a_sentence(UNUSED void **state)
{
	static const char sentence[] = "Caf\xC3\xA9 \xF0\x9F\x98\x80 is closed.";
	cleanup_text struct text message = TEXT_EMPTY;
	cleanup_text struct text content = TEXT_EMPTY;

	while (message.length_bytes < 2 * (size_t)KUBELET_LIMIT_BYTES)
		text_append_format(&message, "%s%s", message.length_bytes > 0 ? " " : "", sentence);
	assert_true(termination_message_write(&message, &failure));
	read_file(&content);
	assert_in_range(content.length_bytes, KUBELET_LIMIT_BYTES / 2, KUBELET_LIMIT_BYTES);
	assert_string_equal(content.bytes + content.length_bytes - strlen(sentence), sentence);
}

/* What is no UTF-8 would make kubelet's own message unreadable. */
static void
test_termination_message__is_utf8_whatever_it_was_made_of(UNUSED void **state)
{
	cleanup_text struct text message = TEXT_EMPTY;
	cleanup_text struct text content = TEXT_EMPTY;

	text_append(&message, "a\xFF"
	                      "b\x1B[31m\xE2\x82");
	assert_true(termination_message_write(&message, &failure));
	read_file(&content);
	assert_string_equal(text_bytes(&content), "a\\xffb\\x1b[31m\\xe2\\x82");
}

static void
test_termination_message__names_a_place_that_cannot_be_written(UNUSED void **state)
{
	cleanup_text struct text message = TEXT_EMPTY;

	(void)setenv("TERMINATION_LOG_PATH", "/nonexistent/log", 1);
	assert_false(termination_message_write(&message, &failure));
	assert_non_null(strstr(failure.message, "/nonexistent/log"));
	(void)setenv("TERMINATION_LOG_PATH", path, 1);
}

static void
test_termination_message__waits_for_nobody_at_a_pipe(UNUSED void **state)
{
	cleanup_text struct text message = TEXT_EMPTY;
	cleanup_memory char *pipe_path = memory_format("%s-pipe", path);

	assert_int_equal(mkfifo(pipe_path, 0600), 0);
	(void)setenv("TERMINATION_LOG_PATH", pipe_path, 1);
	assert_false(termination_message_write(&message, &failure));
	assert_non_null(strstr(failure.message, pipe_path));
	(void)setenv("TERMINATION_LOG_PATH", path, 1);
	(void)unlink(pipe_path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_termination_message__takes_the_place_of_what_was_there),
		cmocka_unit_test(test_termination_message__is_cut_at_a_sentence),
		cmocka_unit_test(test_termination_message__is_utf8_whatever_it_was_made_of),
		cmocka_unit_test(test_termination_message__names_a_place_that_cannot_be_written),
		cmocka_unit_test(test_termination_message__waits_for_nobody_at_a_pipe),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
