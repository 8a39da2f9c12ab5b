#include "adapter/file/output_file.h"

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
set_up(void **state)
{
	(void)state;
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
tear_down(void **state)
{
	(void)state;
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
test_output_file__makes_folders_and_replaces_what_was_there(void **state)
{
	struct stat status;
	mode_t mask = umask(0);

	(void)state;
	(void)umask(mask);
	write_whole("first");
	write_whole("second");
	assert_content("second");
	assert_int_equal(files_in_folder(), 1);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0666 & ~mask);
}

static void
test_output_file__abandoned_leaves_what_was_there(void **state)
{
	struct output_file *file = NULL;
	struct failure failure = {0};

	(void)state;
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
test_output_file__refuses_what_is_no_file(void **state)
{
	struct output_file *file = NULL;
	struct failure failure = {0};

	(void)state;
	assert_false(output->open(folder, &file, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_false(output->open("/proc/nowhere/event_log.json", &file, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_null(file);
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
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
