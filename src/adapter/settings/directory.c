#include "adapter/settings/directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bounded_file.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/settings_slip.h"

enum
{
	VALUE_BYTES = 64 * 1024, /* a certificate chain fits, a file mounted by mistake does not */
	READ_ATTEMPTS = 3        /* kubelet replaces a mount about once a minute at most */
};

/* kubelet's link to the version of the mount that counts (atomic_writer.go of Kubernetes). */
static const char current_version[] = "..data";

/* What is being read: the user's name for it, and what is open. */
struct directory
{
	const char *path;
	DIR *stream;
};

static void
cleanup_stream_pointer(DIR **stream)
{
	if (*stream != NULL)
		(void)closedir(*stream);
}

/* Opening the version, not its link, pins it: files of two versions never mix. */
static DIR *
open_current_version(const char *path)
{
	cleanup_descriptor int mount = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (mount < 0)
		return NULL;

	cleanup_descriptor int version =
		openat(mount, current_version, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int *chosen = version >= 0 ? &version : &mount;
	DIR *stream = fdopendir(*chosen);

	if (stream != NULL)
		*chosen = -1;
	return stream;
}

static bool
is_regular_file(int descriptor)
{
	struct stat status;

	return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

/* False if the file has gone since the directory was listed. */
static bool
offer_file(struct settings *settings, const struct directory *directory,
           const struct setting_definition *definition)
{
	cleanup_secret_text struct text value = TEXT_EMPTY;
	cleanup_memory char *origin = memory_format("file %s/%s", directory->path, definition->name);
	cleanup_memory char *why = NULL;
	/* Not to hang on a pipe that somebody put there. */
	cleanup_descriptor int file = openat(dirfd(directory->stream), definition->name,
	                                     O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (file < 0 && errno == ENOENT)
		return false;
	if (file < 0)
		settings_add_problem(settings, "%s: cannot be opened: %m", origin);
	else if (!is_regular_file(file))
		settings_add_problem(settings, "%s: is not a file", origin);
	else if (!bounded_file_read(file, VALUE_BYTES, &value, &why))
		settings_add_problem(settings, "%s: %s", origin, why);
	else if (strlen(value.bytes) != value.length_bytes)
		settings_add_problem(settings, "%s: holds a NUL byte, which no value may", origin);
	else
	{
		text_strip_line_end(&value);
		settings_offer(settings, definition->key, SETTING_FROM_DIRECTORY, origin, value.bytes);
	}
	return true;
}

static void
pass_over(struct settings *settings, const struct directory *directory, const char *name)
{
	cleanup_memory char *origin = memory_format("file %s/%s", directory->path, name);

	settings_slip_note(settings, name, origin);
}

/* False if the version that was being read has gone. */
static bool
offer_files(struct settings *settings, const struct directory *directory)
{
	struct dirent *entry;

	/* The stream is ours alone. NOLINTNEXTLINE(concurrency-mt-unsafe) */
	while ((entry = readdir(directory->stream)) != NULL)
	{
		const struct setting_definition *definition = setting_definition_by_name(entry->d_name);

		if (definition == NULL)
			pass_over(settings, directory, entry->d_name);
		else if (!offer_file(settings, directory, definition))
			return false;
	}
	return true;
}

void
directory_read(struct settings *settings, const char *path)
{
	for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++)
	{
		cleanup_(cleanup_stream_pointer) DIR *stream = open_current_version(path);
		struct directory directory = {.path = path, .stream = stream};

		if (stream == NULL)
		{
			settings_add_problem(settings, "directory %s: cannot be opened: %m", path);
			return;
		}
		if (offer_files(settings, &directory))
			return;
	}
	settings_add_problem(settings,
	                     "directory %s: files vanish while they are read (links that lead "
	                     "nowhere?)",
	                     path);
}
