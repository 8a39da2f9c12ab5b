#include "adapter/file/output_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit_test.h"

#define FOLDER_PATTERN "/tmp/test_output_file.XXXXXX"

enum
{
	OPEN_FILES_AT_MOST = 16
};

static const struct output_operations *const output = &output_file_operations;
static char folder[sizeof FOLDER_PATTERN];
static char path[128];

static int
set_up(UNUSED void **state)
{
	(void)snprintf(folder, sizeof folder, "%s", FOLDER_PATTERN);
	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof path, "%s/logs/deep/event_log.json", folder);
	return 0;
}

static int
remove_entry(const char *entry, const struct stat *status, int type, struct FTW *position)
{
	(void)status;
	(void)type;
	(void)position;
	return remove(entry);
}

static int
tear_down(UNUSED void **state)
{
	return nftw(folder, remove_entry, OPEN_FILES_AT_MOST, FTW_DEPTH | FTW_PHYS);
}

static void
write_whole(const char *bytes)
{
	struct output_file *file = NULL;
	struct failure failure = {0};

	assert_true(output->open(path, &file, &failure));
	assert_true(output->write(file, bytes, strlen(bytes), &failure));
	assert_true(output->keep(file, &failure));
}

static void
assert_content(const char *expected)
{
	char bytes[64] = "";
	FILE *file = fopen(path, "re");

	assert_non_null(file);
	(void)!fread(bytes, 1, sizeof bytes - 1, file);
	(void)fclose(file);
	assert_string_equal(bytes, expected);
}

static int
files_in_folder(void)
{
	char logs[128];
	int count = 0;

	(void)snprintf(logs, sizeof logs, "%s/logs/deep", folder);

	DIR *listing = opendir(logs);

	assert_non_null(listing);
	for (const struct dirent *entry = readdir(listing); entry != NULL; entry = readdir(listing))
		count += entry->d_name[0] != '.';
	(void)closedir(listing);
	return count;
}

static void
test_output_file__makes_folders_and_replaces_what_was_there(UNUSED void **state)
{
	struct stat status;
	mode_t mask = umask(0);

	(void)umask(mask);
	write_whole("first");
	write_whole("second");
	assert_content("second");
	assert_int_equal(files_in_folder(), 1);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0666 & ~mask);
}

static void
test_output_file__abandoned_leaves_what_was_there(UNUSED void **state)
{
	struct output_file *file = NULL;
	struct failure failure = {0};

	write_whole("first");
	assert_true(output->open(path, &file, &failure));
	assert_true(output->write(file, "half", 4, &failure));
	assert_content("first");
	output->abandon(file);
	assert_content("first");
	assert_int_equal(files_in_folder(), 1);
	output->abandon(NULL);
}

static void
test_output_file__refuses_what_is_no_file(UNUSED void **state)
{
	struct output_file *file = NULL;
	struct failure failure = {0};

	assert_false(output->open(folder, &file, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_false(output->open("/proc/nowhere/event_log.json", &file, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_null(file);
}

static void
test_output_file__refuses_a_name_that_has_no_room_for_another_beside_it(UNUSED void **state)
{
	struct output_file *file = NULL;
	struct failure failure = {0};
	char long_name[NAME_MAX + 1];
	char long_path[sizeof folder + sizeof long_name];

	memset(long_name, 'x', NAME_MAX);
	long_name[NAME_MAX] = '\0';
	(void)snprintf(long_path, sizeof long_path, "%s/%s", folder, long_name);
	assert_false(output->open(long_path, &file, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_non_null(strstr(failure.message, "cannot write beside"));
	assert_null(file);
}

/* No file of this process grows beyond this; without the signal that says so. */
static void
limit_files(rlim_t limit_bytes)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = limit_bytes;
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void
test_output_file__that_cannot_be_written_leaves_what_was_there(UNUSED void **state)
{
	static const char more_than_a_buffer[1 << 20];
	struct output_file *file = NULL;
	struct failure failure = {0};

	write_whole("first");
	assert_true(output->open(path, &file, &failure));
	limit_files(1);

	bool is_written = output->write(file, more_than_a_buffer, sizeof more_than_a_buffer, &failure);

	limit_files(RLIM_INFINITY);
	assert_false(is_written);
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_non_null(strstr(failure.message, path));
	output->abandon(file);
	assert_content("first");
	assert_int_equal(files_in_folder(), 1);
}

static void
test_output_file__that_fails_at_its_end_leaves_what_was_there(UNUSED void **state)
{
	struct output_file *file = NULL;
	struct failure failure = {0};

	write_whole("first");
	assert_true(output->open(path, &file, &failure));
	assert_true(output->write(file, "second", 6, &failure));
	limit_files(1);

	bool is_kept = output->keep(file, &failure);

	limit_files(RLIM_INFINITY);
	assert_false(is_kept);
	assert_content("first");
	assert_int_equal(files_in_folder(), 1);
}

static void
test_output_file__whose_place_was_taken_meanwhile_is_a_failure(UNUSED void **state)
{
	struct output_file *file = NULL;
	struct failure failure = {0};

	assert_true(output->open(path, &file, &failure));
	assert_int_equal(mkdir(path, 0700), 0);
	assert_false(output->keep(file, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_int_equal(files_in_folder(), 1);
}

/* There may be room later, so the same command may then work. */
static void
test_output_file__on_a_full_disk_may_be_tried_again(UNUSED void **state)
{
	struct output_file *file = NULL;
	struct failure failure = {0};
	int usual = dup(STDOUT_FILENO);
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC);

	(void)fflush(stdout);
	assert_int_equal(dup2(full, STDOUT_FILENO), STDOUT_FILENO);
	assert_true(output->open("-", &file, &failure));
	assert_true(output->write(file, "x", 1, &failure));

	bool is_kept = output->keep(file, &failure);

	__fpurge(stdout);
	clearerr(stdout);
	assert_int_equal(dup2(usual, STDOUT_FILENO), STDOUT_FILENO);
	(void)close(usual);
	(void)close(full);
	assert_false(is_kept);
	assert_int_equal(failure.kind, FAILURE_TRANSIENT);
	assert_non_null(strstr(failure.message, "to standard output: No space left"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_output_file__makes_folders_and_replaces_what_was_there,
	                                    set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_output_file__abandoned_leaves_what_was_there, set_up,
	                                    tear_down),
		cmocka_unit_test_setup_teardown(test_output_file__refuses_what_is_no_file, set_up,
	                                    tear_down),
		cmocka_unit_test_setup_teardown(
			test_output_file__refuses_a_name_that_has_no_room_for_another_beside_it, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_output_file__that_cannot_be_written_leaves_what_was_there, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_output_file__that_fails_at_its_end_leaves_what_was_there, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_output_file__whose_place_was_taken_meanwhile_is_a_failure, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_output_file__on_a_full_disk_may_be_tried_again, set_up,
	                                    tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
