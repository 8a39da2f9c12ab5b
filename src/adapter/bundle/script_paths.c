#include "adapter/bundle/script_paths.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"

enum
{
	SCRIPT_LIMIT = 10000
};

/* The table of contents of pg_dump's directory format, packed or not. */
static const char *const dump_names[] = {"toc.dat", "toc.dat.gz", "toc.dat.lz4", "toc.dat.zst"};
static const char *const script_endings[] = {".sql", ".sql.gz"};

static bool
is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool
is_script_name(const char *name)
{
	size_t length_bytes = strlen(name);

	for (size_t index = 0; index < COUNT_OF(script_endings); index++)
	{
		size_t ending_bytes = strlen(script_endings[index]);

		if (name[0] != '.' && length_bytes > ending_bytes &&
		    strcmp(name + length_bytes - ending_bytes, script_endings[index]) == 0)
			return true;
	}
	return false;
}

static bool
is_dump_name(const char *name)
{
	for (size_t index = 0; index < COUNT_OF(dump_names); index++)
	{
		if (strcmp(name, dump_names[index]) == 0)
			return true;
	}
	return false;
}

static void
append(struct script_paths *paths, char *path)
{
	*ARRAY_ADD(paths->items, paths->count) = path;
}

DEFINE_CLEANUP(cleanup_folder_pointer, DIR *, closedir)

static bool
read_folder(const char *folder, struct script_paths *paths, struct failure *failure)
{
	__attribute__((cleanup(cleanup_folder_pointer))) DIR *opened = opendir(folder);
	size_t folder_bytes = strlen(folder);

	if (opened == NULL)
	{
		(void)fail(failure, FAILURE_SETTINGS, "cannot open %s: %m", folder);
		return fail_hint(failure, "--file takes a file or a folder that this program can read");
	}
	while (folder_bytes > 1 && folder[folder_bytes - 1] == '/')
		folder_bytes--;
	for (const struct dirent *entry = readdir(opened); entry != NULL; entry = readdir(opened))
	{
		if (is_dump_name(entry->d_name))
		{
			(void)fail(failure, FAILURE_SETTINGS,
			           "cannot take %s: it is a dump in pg_dump's directory format", folder);
			return fail_hint(failure,
			                 "pg_restore -f - %s | noetl-schema apply --file - takes it as SQL",
			                 folder);
		}
		if (!is_script_name(entry->d_name))
			continue;

		char *path = memory_format("%.*s/%s", (int)folder_bytes, folder, entry->d_name);

		if (is_folder(path))
			free(path);
		else
			append(paths, path);
		if (paths->count > SCRIPT_LIMIT)
			return fail(failure, FAILURE_SETTINGS, "cannot take %s: it holds more than %d scripts",
			            folder, SCRIPT_LIMIT);
	}
	return true;
}

/* As strcmp has it, which no locale changes: the order is the same on every machine. */
static int
compare_paths(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

static bool
expand_folder(const char *folder, struct script_paths *paths, struct failure *failure)
{
	cleanup_script_paths struct script_paths found = {NULL, 0};

	if (!read_folder(folder, &found, failure))
		return false;
	if (found.count == 0)
	{
		(void)fail(failure, FAILURE_SETTINGS, "the folder %s holds no script", folder);
		return fail_hint(failure,
		                 "Of a folder, the files *.sql and *.sql.gz are taken; those whose "
		                 "names begin with a dot and other folders in it are not.");
	}
	qsort(found.items, found.count, sizeof *found.items, compare_paths);
	for (size_t index = 0; index < found.count; index++)
		append(paths, take(found.items[index]));
	return true;
}

bool
script_paths_expand(const struct bundle_files *files, struct script_paths *paths,
                    struct failure *failure)
{
	cleanup_script_paths struct script_paths expanded = {NULL, 0};

	for (size_t index = 0; index < files->count; index++)
	{
		const char *path = files->paths[index];

		if (!is_folder(path))
			append(&expanded, memory_copy_text(path));
		else if (!expand_folder(path, &expanded, failure))
			return false;
	}
	*paths = expanded;
	expanded = (struct script_paths){NULL, 0};
	return true;
}

void
script_paths_free(struct script_paths *paths)
{
	for (size_t index = 0; index < paths->count; index++)
		free(paths->items[index]);
	free(take(paths->items));
	paths->count = 0;
}
