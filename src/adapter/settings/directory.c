#include "adapter/settings/directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/bounded_file.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/stop_signal.h"
#include "base/text.h"
#include "domain/settings_lookalike.h"
#include "domain/settings_typo.h"

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

static void
add_fault(struct settings *settings, const char *origin, enum file_outcome outcome)
{
	struct file_bounds bounds = {.limit_bytes = VALUE_BYTES};
	cleanup_memory char *why = bounded_file_explain(outcome, &bounds);

	settings_add_problem(settings, "%s: %s", origin, why);
}

/* False if the file has gone since the directory was listed. */
static bool
offer_file(struct settings *settings, const struct directory *directory,
           const struct setting_definition *definition)
{
	cleanup_secret_text struct text value = TEXT_EMPTY;
	cleanup_memory char *origin = memory_format("file %s/%s", directory->path, definition->name);
	/* A pipe in the directory must not block the program. */
	cleanup_descriptor int file = openat(dirfd(directory->stream), definition->name,
	                                     O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (file < 0 && errno == ENOENT)
		return false;

	enum file_outcome outcome =
		file < 0 ? FILE_NOT_OPENED
				 : bounded_file_read_regular_descriptor(file, VALUE_BYTES, &value);

	if (outcome == FILE_NOT_REGULAR)
		settings_add_problem(settings, "%s: is not a file", origin);
	else if (outcome != FILE_READ)
		add_fault(settings, origin, outcome);
	else if (strlen(value.bytes) != value.length_bytes)
		settings_add_problem(settings, "%s: holds a NUL byte, which is not allowed", origin);
	else
	{
		text_strip_line_end(&value);
		settings_offer(settings, definition->key, SETTING_FROM_DIRECTORY, origin, value.bytes);
	}
	return true;
}

static void
note_unknown_file(struct settings *settings, const struct directory *directory, const char *name)
{
	cleanup_memory char *origin = memory_format("file %s/%s", directory->path, name);

	settings_typo_note(settings, name, origin);
	settings_lookalike_note(settings, name, origin);
}

/* False if the version that was being read has gone. */
static bool
offer_files(struct settings *settings, const struct directory *directory)
{
	struct dirent *entry;

	/* The stream is ours alone. NOLINTNEXTLINE(concurrency-mt-unsafe) */
	while (!stop_signal_was_received() && (entry = readdir(directory->stream)) != NULL)
	{
		const struct setting_definition *definition = setting_definition_by_name(entry->d_name);

		if (definition == NULL)
			note_unknown_file(settings, directory, entry->d_name);
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
