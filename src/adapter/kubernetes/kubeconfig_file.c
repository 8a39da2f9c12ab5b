#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adapter/kubernetes/api_access.h"
#include "base/bounded_file.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"

/* Larger than any kubeconfig of a person; limits, so that a wrong file or list costs nothing. */
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

/* Takes over the path. */
static bool
add_file(struct kubeconfig_files *files, char *path, struct failure *failure)
{
	size_t index = files->count;
	cleanup_descriptor int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	cleanup_memory char *why = NULL;

	files->paths[index] = path;
	files->count++;
	if (descriptor < 0)
		return fail(failure, FAILURE_SETTINGS, "cannot open kubeconfig %s: %s", path,
		            strerror(errno));
	if (!bounded_file_read(descriptor, KUBECONFIG_LIMIT_BYTES, &files->contents[index], &why))
		return fail(failure, FAILURE_SETTINGS, "cannot read kubeconfig %s: %s", path, why);
	files->texts[index] = (struct kubeconfig_text){text_bytes(&files->contents[index]),
	                                               files->contents[index].length_bytes, path};
	return true;
}

/* Those of the list that are there; if none is, the first is missed. */
static bool
add_list(struct kubeconfig_files *files, const char *list, struct failure *failure)
{
	for (const char *rest = list; *rest != '\0' && files->count < KUBECONFIG_FILE_COUNT;)
	{
		size_t length = strcspn(rest, ":");
		cleanup_memory char *path = memory_copy_bytes(rest, length);

		rest += length + (rest[length] == ':');
		if (length > 0 && access(path, F_OK) == 0 && !add_file(files, take(path), failure))
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

	/* A list of files that are all missing must not lead to the cluster of another. */
	if (list != NULL && *list != '\0')
		return add_list(files, list, failure);
	return add_file(files, memory_format("%s/.kube/config", home != NULL ? home : ""), failure);
}

bool
api_access_from_kubeconfig(const char *path, const char *context, struct api_access *access,
                           struct failure *failure)
{
	cleanup_(free_files) struct kubeconfig_files files = {.count = 0};
	bool is_there = path != NULL ? add_file(&files, memory_copy_text(path), failure)
	                             : add_default(&files, failure);

	return is_there &&
	       api_access_parse_kubeconfig(files.texts, files.count, context, access, failure);
}
