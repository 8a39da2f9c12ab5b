#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adapter/kubernetes/api_access.h"
#include "base/bounded_file.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/stop_signal.h"
#include "base/text.h"

/* Larger than any real kubeconfig; they bound the cost of a wrong file or list. */
enum
{
	KUBECONFIG_LIMIT_BYTES = 4 << 20,
	KUBECONFIG_FILE_COUNT = 64
};

struct kubeconfig_files
{
	struct kubeconfig_text texts[KUBECONFIG_FILE_COUNT];
	struct text contents[KUBECONFIG_FILE_COUNT];
	char *paths[KUBECONFIG_FILE_COUNT];
	size_t count;
	int64_t wait_ms; /* for each */
};

static void
free_files(struct kubeconfig_files *files)
{
	for (size_t index = 0; index < files->count; index++)
	{
		text_wipe_and_free(&files->contents[index]);
		free(files->paths[index]);
	}
}

static bool
fail_to_read_kubeconfig(const char *path, enum file_outcome outcome,
                        const struct file_bounds *bounds, struct failure *failure)
{
	if (outcome == FILE_STOPPED)
		return stop_signal_fail(failure, "reading a kubeconfig");
	if (outcome == FILE_NOT_OPENED || outcome == FILE_NOT_READ)
		return fail(failure, FAILURE_SETTINGS, "cannot %s kubeconfig %s: %m",
		            outcome == FILE_NOT_OPENED ? "open" : "read", path);

	cleanup_memory char *why = bounded_file_explain(outcome, bounds);

	return fail(failure, FAILURE_SETTINGS, "cannot read kubeconfig %s: it %s", path, why);
}

/* Takes over the path. */
static bool
add_file(struct kubeconfig_files *files, char *path, struct failure *failure)
{
	size_t index = files->count;
	struct file_bounds bounds = {KUBECONFIG_LIMIT_BYTES, files->wait_ms};
	struct text *content = &files->contents[index];
	cleanup_descriptor int descriptor = bounded_file_open(path);
	enum file_outcome outcome =
		descriptor < 0 ? FILE_NOT_OPENED : bounded_file_read(descriptor, &bounds, content);

	files->paths[index] = path;
	files->count++;
	if (outcome != FILE_READ)
		return fail_to_read_kubeconfig(path, outcome, &bounds, failure);
	files->texts[index] =
		(struct kubeconfig_text){text_bytes(content), content->length_bytes, path};
	return true;
}

/* The files of the list that exist; if none does, the first is reported as missing. */
static bool
add_list(struct kubeconfig_files *files, const char *list, struct failure *failure)
{
	for (const char *rest = list; *rest != '\0';)
	{
		size_t length = strcspn(rest, ":");
		cleanup_memory char *path = memory_copy_bytes(rest, length);

		rest += length + (rest[length] == ':');
		if (length == 0 || access(path, F_OK) != 0)
			continue;
		if (files->count == KUBECONFIG_FILE_COUNT)
			return fail(failure, FAILURE_SETTINGS, "KUBECONFIG lists more than %d files",
			            KUBECONFIG_FILE_COUNT);
		if (!add_file(files, take(path), failure))
			return false;
	}
	if (files->count > 0)
		return true;
	list += strspn(list, ":");
	return add_file(files, memory_copy_bytes(list, strcspn(list, ":")), failure);
}

static bool
add_default(struct kubeconfig_files *files, struct failure *failure)
{
	const char *list = getenv("KUBECONFIG");
	const char *home = getenv("HOME");

	/* If all files of the list are missing, the program must not use another cluster. */
	if (list != NULL && *list != '\0')
		return add_list(files, list, failure);
	return add_file(files, memory_format("%s/.kube/config", home != NULL ? home : ""), failure);
}

bool
api_access_from_kubeconfig(const char *path, const char *context, int64_t wait_ms,
                           struct api_access *access, struct failure *failure)
{
	cleanup_(free_files) struct kubeconfig_files files = {.wait_ms = wait_ms};
	bool is_there = path != NULL ? add_file(&files, memory_copy_text(path), failure)
	                             : add_default(&files, failure);

	return is_there &&
	       api_access_parse_kubeconfig(files.texts, files.count, context, access, failure);
}
