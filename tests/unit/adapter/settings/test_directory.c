#include "unit_test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapter/settings/directory.h"
#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"

/* A directory of the test's own, removed with all that is in it. */
static int
make_directory(void **state)
{
	char *path = memory_copy_text("/tmp/test_directory.XXXXXX");

	*state = mkdtemp(path);
	return *state != NULL ? 0 : -1;
}

static int
remove_directory(void **state)
{
	cleanup_memory char *path = *state;
	cleanup_memory char *command = memory_format("rm -rf '%s'", path);

	return system(command); /* NOLINT(cert-env33-c, concurrency-mt-unsafe) */
}

static void
write_file(const char *directory, const char *name, const char *bytes, size_t length_bytes)
{
	cleanup_memory char *path = memory_format("%s/%s", directory, name);
	cleanup_file FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length_bytes, file), length_bytes);
}

static void
write_text(const char *directory, const char *name, const char *text)
{
	write_file(directory, name, text, strlen(text));
}

static void
make_link(const char *target, const char *directory, const char *name)
{
	cleanup_memory char *path = memory_format("%s/%s", directory, name);

	(void)unlink(path);
	assert_int_equal(symlink(target, path), 0);
}

static void
make_subdirectory(const char *directory, const char *name)
{
	cleanup_memory char *path = memory_format("%s/%s", directory, name);

	assert_int_equal(mkdir(path, 0755), 0);
}

static void
expect_problem(const char *directory, const char *problem)
{
	cleanup_settings struct settings *settings = settings_new();
	struct failure failure;

	directory_read(settings, directory);
	assert_false(settings_check(settings, &failure));
	if (strstr(failure.message, problem) == NULL)
		print_error("%s\n", failure.message);
	assert_non_null(strstr(failure.message, problem));
}

static void
test_directory__a_file_is_a_setting(void **state)
{
	const char *path = *state;
	cleanup_settings struct settings *settings = settings_new();
	struct failure failure;
	cleanup_memory char *origin = memory_format("file %s/NOETL_USER", path);

	write_text(path, "NOETL_USER", "owner\n");
	write_text(path, "README", "no setting");
	write_text(path, ".NOETL_SCHEMA", "hidden");
	directory_read(settings, path);
	assert_true(settings_check(settings, &failure));
	assert_string_equal(settings_text(settings, SETTING_NOETL_USER), "owner");
	assert_string_equal(settings_origin(settings, SETTING_NOETL_USER), origin);
	assert_int_equal(settings_source(settings, SETTING_NOETL_USER), SETTING_FROM_DIRECTORY);
	assert_string_equal(settings_text(settings, SETTING_NOETL_SCHEMA), "noetl");
}

static void
test_directory__one_line_end_is_not_part_of_a_value(void **state)
{
	struct
	{
		const char *content;
		const char *value;
	} cases[] = {
		{"plain", "plain"},
		{"unix\n", "unix"},
		{"dos\r\n", "dos"},
		{"two\n\n", "two\n"},
		{"in\nside", "in\nside"},
		{" spaces ", " spaces "},
		{"q'\"%@:\xC3\xA4\n", "q'\"%@:\xC3\xA4"},
		{"cr\r", "cr\r"},
	};

	for (size_t index = 0; index < COUNT_OF(cases); index++)
	{
		cleanup_settings struct settings *settings = settings_new();

		write_text(*state, "NOETL_PASSWORD", cases[index].content);
		directory_read(settings, *state);
		assert_string_equal(settings_text(settings, SETTING_NOETL_PASSWORD), cases[index].value);
	}
}

static void
test_directory__an_empty_file_counts_as_not_given(void **state)
{
	cleanup_settings struct settings *settings = settings_new();

	write_text(*state, "NOETL_USER", "\n");
	write_text(*state, "NOETL_SCHEMA", "");
	directory_read(settings, *state);
	assert_string_equal(settings_text(settings, SETTING_NOETL_USER), "noetl");
	assert_string_equal(settings_text(settings, SETTING_NOETL_SCHEMA), "noetl");
}

/* As kubelet lays a mount: KEY -> ..data/KEY, ..data -> ..<time>. */
static void
test_directory__a_mount_is_read_from_its_current_version(void **state)
{
	const char *path = *state;
	cleanup_memory char *old = memory_format("%s/..old", path);
	cleanup_memory char *new = memory_format("%s/..new", path);
	cleanup_settings struct settings *settings = settings_new();

	make_subdirectory(path, "..old");
	make_subdirectory(path, "..new");
	write_text(old, "NOETL_PASSWORD", "old");
	write_text(new, "NOETL_PASSWORD", "new");
	make_link("..old", path, "..data");
	make_link("..data/NOETL_PASSWORD", path, "NOETL_PASSWORD");
	directory_read(settings, path);
	assert_string_equal(settings_text(settings, SETTING_NOETL_PASSWORD), "old");
	make_link("..new", path, "..data");
	directory_read(settings, path);
	assert_string_equal(settings_text(settings, SETTING_NOETL_PASSWORD), "new");
}

static void
test_directory__what_cannot_be_a_value_is_a_problem(void **state)
{
	const char *path = *state;
	cleanup_memory char *pipe_path = memory_format("%s/NOETL_USER", path);
	cleanup_memory char *large = memory_allocate(64 * 1024 + 1, 1);

	write_file(path, "NOETL_USER", "a\0b", 3);
	expect_problem(path, "holds a NUL byte");
	memset(large, 'x', 64 * 1024 + 1);
	write_file(path, "NOETL_USER", large, 64 * 1024 + 1);
	expect_problem(path, "is larger than 64 kB");
	(void)unlink(pipe_path);
	assert_int_equal(mkfifo(pipe_path, 0600), 0);
	expect_problem(path, "is not a file");
	(void)unlink(pipe_path);
	make_subdirectory(path, "NOETL_USER");
	expect_problem(path, "is not a file");
}

static void
test_directory__links_that_lead_nowhere_are_a_problem(void **state)
{
	make_link("..data/NOETL_USER", *state, "NOETL_USER");
	expect_problem(*state, "files vanish while they are read");
}

static void
test_directory__one_that_is_not_there_is_a_problem(UNUSED void **state)
{
	expect_problem("/nonexistent", "directory /nonexistent: cannot be opened: No such file");
}

#define IN_DIRECTORY(test) cmocka_unit_test_setup_teardown(test, make_directory, remove_directory)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIRECTORY(test_directory__a_file_is_a_setting),
		IN_DIRECTORY(test_directory__one_line_end_is_not_part_of_a_value),
		IN_DIRECTORY(test_directory__an_empty_file_counts_as_not_given),
		IN_DIRECTORY(test_directory__a_mount_is_read_from_its_current_version),
		IN_DIRECTORY(test_directory__what_cannot_be_a_value_is_a_problem),
		IN_DIRECTORY(test_directory__links_that_lead_nowhere_are_a_problem),
		cmocka_unit_test(test_directory__one_that_is_not_there_is_a_problem),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
