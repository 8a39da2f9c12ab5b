#include "adapter/bundle/script_inclusion.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/bundle/script_file.h"
#include "base/bounded_file.h"
#include "base/cleanup.h"
#include "base/memory.h"

/* The folder that a path's file is in, without links; NULL: errno. */
static char *
resolve_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	cleanup_memory char *folder = slash == NULL   ? memory_copy_text(".")
	                              : slash == path ? memory_copy_text("/")
	                                              : memory_copy_bytes(path, (size_t)(slash - path));

	return realpath(folder, NULL);
}

static bool
is_in_folder(const char *folder, const char *path)
{
	size_t length_bytes = strlen(folder);

	if (length_bytes > 0 && folder[length_bytes - 1] == '/')
		length_bytes--;
	return strncmp(folder, path, length_bytes) == 0 && path[length_bytes] == '/';
}

/* The path that is meant, from where the program was started. */
static char *
included_path(const char *including, const char *name)
{
	const char *slash = strrchr(including, '/');
	int folder_bytes = slash != NULL && name[0] != '/' ? (int)(slash - including) + 1 : 0;

	return memory_format("%.*s%s", folder_bytes, including, name);
}

static bool
read_included(const char *path, const struct script *script, struct script *included,
              struct failure *failure)
{
	/* All of them together have the room that one script may take. */
	struct file_bounds bounds = {
		.limit_bytes = script->length_bytes < SCRIPT_FILE_LIMIT_BYTES
	                       ? SCRIPT_FILE_LIMIT_BYTES - script->length_bytes
	                       : 0,
	};

	return script_file_read_regular(path, &bounds, included, failure);
}

static bool
include_script(const struct script *script, const char *including, const char *name,
               struct script_inclusion *inclusion, struct failure *failure)
{
	cleanup_memory char *path = included_path(including, name);
	cleanup_memory char *resolved = realpath(path, NULL);
	struct script included = {.name = NULL};

	if (resolved == NULL)
		return fail(failure, FAILURE_SETTINGS, "cannot include %s: %m", path);
	if (script->folder == NULL || !is_in_folder(script->folder, resolved))
		return fail(failure, FAILURE_SETTINGS, "cannot include %s: it is outside of the folder %s",
		            path, script->folder != NULL ? script->folder : "of the script");
	if (!read_included(resolved, script, &included, failure))
		return fail_context(failure, "cannot include %s", path);
	*inclusion = (struct script_inclusion){
		.name = take(path),
		.path = take(resolved),
		.text = take(included.text),
		.length_bytes = included.length_bytes,
	};
	script_free(&included);
	return true;
}

void
script_inclusion_allow(struct script *script)
{
	script->path = realpath(script->name, NULL);
	script->folder = resolve_folder(script->name);
	script->include = include_script;
}
