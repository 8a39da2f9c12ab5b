#include "adapter/settings/authority_path.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/settings_value.h"

enum
{
	LINK_LIMIT = 40 /* the kernel's own (path_resolution(7)): a path with more cannot be opened */
};

/* A folder or a file of settings, under any of its names. */
struct settings_place
{
	dev_t device;
	ino_t inode;
};

struct settings_places
{
	struct settings_place *items;
	size_t count;
};

static void
cleanup_places(struct settings_places *places)
{
	free(places->items);
}

static bool
is_settings_place(const struct settings_places *places, const struct stat *status)
{
	for (size_t index = 0; index < places->count; index++)
	{
		if (places->items[index].device == status->st_dev &&
		    places->items[index].inode == status->st_ino)
			return true;
	}
	return false;
}

static void
append_settings_place(struct settings_places *places, const struct stat *status)
{
	*ARRAY_ADD(places->items, places->count) =
		(struct settings_place){status->st_dev, status->st_ino};
}

/*
 * The files count, too: one of them may have another name outside (a hard link, a mount with
 * subPath).
 */
static void
append_folder(struct settings_places *places, const char *path)
{
	DIR *folder = opendir(path);
	struct stat status;

	if (folder == NULL)
		return;
	if (fstat(dirfd(folder), &status) == 0)
		append_settings_place(places, &status);
	/* The stream is ours alone. NOLINTNEXTLINE(concurrency-mt-unsafe) */
	for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
	{
		if (fstatat(dirfd(folder), entry->d_name, &status, 0) == 0 && S_ISREG(status.st_mode))
			append_settings_place(places, &status);
	}
	(void)closedir(folder);
}

static void
append_file(struct settings_places *places, const char *path)
{
	const char *slash = strrchr(path, '/');
	cleanup_memory char *folder =
		slash == NULL ? memory_copy_text(".") : memory_copy_bytes(path, (size_t)(slash - path) + 1);
	cleanup_memory char *version = memory_format("%s/..data", folder);
	struct stat status;

	if (stat(path, &status) == 0)
		append_settings_place(places, &status);
	/* Only kubelet's mounts have this link: whatever is beside the file is the same object's. */
	if (lstat(version, &status) == 0)
		append_folder(places, folder);
}

typedef void (*place_appender)(struct settings_places *places, const char *path);

static void
append_each_path(struct settings_places *places, const char *list, place_appender append)
{
	cleanup_memory char *paths = memory_copy_text(list != NULL ? list : "");
	char *rest = NULL;

	for (char *path = strtok_r(paths, ":", &rest); path != NULL; path = strtok_r(NULL, ":", &rest))
		append(places, path);
}

/* A path that is being resolved from the root: the resolved part, without links, and the rest. */
struct walk
{
	const struct settings_places *places;
	struct text resolved;
	char *left;
	int link_count;
};

static void
walk_free(struct walk *walk)
{
	text_free(&walk->resolved);
	free(walk->left);
}

/* Whether one of the folders that lead to the resolved place has settings. */
static bool
is_inside(const struct walk *walk)
{
	cleanup_memory char *folder = memory_copy_text(text_bytes(&walk->resolved));
	struct stat status;

	for (char *slash = folder + strlen(folder); slash != NULL; slash = strrchr(folder, '/'))
	{
		*slash = '\0';
		if (stat(folder[0] != '\0' ? folder : "/", &status) == 0 &&
		    is_settings_place(walk->places, &status))
			return true;
	}
	return false;
}

static bool
is_same_file(const struct walk *walk)
{
	struct stat status;

	return stat(text_bytes(&walk->resolved), &status) == 0 &&
	       is_settings_place(walk->places, &status);
}

static char *
take_component(struct walk *walk)
{
	const char *start = walk->left + strspn(walk->left, "/");
	size_t length = strcspn(start, "/");
	char *component = memory_copy_bytes(start, length);
	char *left = memory_copy_text(start + length);

	free(walk->left);
	walk->left = left;
	return component;
}

static void
step_up(struct walk *walk)
{
	char *slash = walk->resolved.length_bytes > 0 ? strrchr(walk->resolved.bytes, '/') : NULL;

	if (slash == NULL)
		return;
	*slash = '\0';
	walk->resolved.length_bytes = (size_t)(slash - walk->resolved.bytes);
}

/* Continues at the target of the link. False if it is no link. */
static bool
follow_link(struct walk *walk)
{
	char target[PATH_MAX] = "";
	ssize_t length = readlink(walk->resolved.bytes, target, sizeof target - 1);

	if (length <= 0)
		return false;

	char *left = memory_format("%s/%s", target, walk->left);

	free(walk->left);
	walk->left = left;
	walk->link_count++;
	if (target[0] == '/')
		text_clear(&walk->resolved);
	else
		step_up(walk);
	return true;
}

/* Every link on the way, and the file at the end, must lie outside. */
static bool
is_found_through(const struct settings_places *places, const char *path)
{
	char here[PATH_MAX] = "";
	const char *start = path[0] == '/' ? "" : getcwd(here, sizeof here);
	cleanup_(walk_free) struct walk walk = {
		.places = places, .left = memory_format("%s/%s", start != NULL ? start : "", path)};

	while (walk.link_count <= LINK_LIMIT)
	{
		cleanup_memory char *component = take_component(&walk);

		if (component[0] == '\0')
			return is_inside(&walk) || is_same_file(&walk);
		if (strcmp(component, ".") == 0)
			continue;
		if (strcmp(component, "..") == 0)
		{
			step_up(&walk);
			continue;
		}
		text_append_format(&walk.resolved, "/%s", component);

		struct stat status;
		bool is_link = lstat(walk.resolved.bytes, &status) == 0 && S_ISLNK(status.st_mode);

		if (is_link && (is_inside(&walk) || !follow_link(&walk)))
			return true;
	}
	return false;
}

/* What libpq or session_parameters.c would read; NULL if there is no such file. */
static char *
authority_file(const struct settings *settings)
{
	const char *chosen = settings_text(settings, SETTING_PGSSLROOTCERT);
	const char *home = getenv("HOME");            /* NOLINT(concurrency-mt-unsafe) */
	const char *bundle = getenv("SSL_CERT_FILE"); /* NOLINT(concurrency-mt-unsafe) */

	if (chosen == NULL)
		return home != NULL ? memory_format("%s/.postgresql/root.crt", home) : NULL;
	if (strcmp(chosen, "system") == 0)
		return bundle != NULL ? memory_copy_text(bundle) : NULL;
	return memory_copy_text(chosen);
}

void
authority_path_check(struct settings *settings)
{
	cleanup_(cleanup_places) struct settings_places places = {NULL, 0};
	const char *origin = settings_origin(settings, SETTING_PGSSLROOTCERT);
	cleanup_memory char *path = authority_file(settings);

	if (path == NULL)
		return;
	append_each_path(&places, settings_text(settings, SETTING_CONFIG_DIR), append_folder);
	append_each_path(&places, settings_text(settings, SETTING_CONFIG), append_file);
	append_each_path(&places, settings_text(settings, SETTING_TARGETS), append_file);
	if (places.count == 0 || !is_found_through(&places, path))
		return;

	cleanup_memory char *quoted = settings_value_quote(path);

	settings_add_problem(settings,
	                     "PGSSLROOTCERT (%s): %s is found where settings are read from, so "
	                     "that a change of these could replace it: mount the authority in a "
	                     "folder of its own",
	                     origin != NULL ? origin : "default", quoted);
}
