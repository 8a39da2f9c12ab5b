#include "adapter/settings/manifest_file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "adapter/settings/manifest.h"
#include "base/array.h"
#include "base/bounded_file.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"

enum
{
	MANIFEST_BYTES = 4 * 1024 * 1024 /* one object in etcd has at most 1.5 MiB */
};

struct manifest_file
{
	char *path;
	struct text content;
};

static const struct text *
find_kept(const struct manifest_file_list *kept, const char *path)
{
	for (size_t index = 0; index < kept->count; index++)
	{
		if (strcmp(kept->items[index].path, path) == 0)
			return &kept->items[index].content;
	}
	return NULL;
}

static void
keep(struct manifest_file_list *kept, const char *path, const struct text *content)
{
	struct manifest_file file = {.path = memory_copy_text(path)};

	text_append_bytes(&file.content, content->bytes, content->length_bytes);
	*ARRAY_ADD(kept->items, kept->count) = file;
}

static bool
can_be_read_again(int descriptor)
{
	struct stat status;

	return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

void
manifest_file_read(struct manifest_file_list *kept, struct settings *settings, const char *path)
{
	const struct text *known = find_kept(kept, path);

	if (known != NULL)
	{
		manifest_read(settings, path, known->bytes, known->length_bytes);
		return;
	}

	cleanup_secret_text struct text content = TEXT_EMPTY;
	cleanup_descriptor int file = bounded_file_open(path);
	struct file_bounds bounds = {
		.limit_bytes = MANIFEST_BYTES,
		.wait_ms = settings_integer(settings, SETTING_WAIT_TIMEOUT),
	};
	enum file_outcome outcome =
		file < 0 ? FILE_NOT_OPENED : bounded_file_read(file, &bounds, &content);

	if (outcome != FILE_READ)
	{
		cleanup_memory char *why = bounded_file_explain(outcome, &bounds);

		settings_add_problem(settings, "%s: %s", path, why);
		return;
	}
	if (!can_be_read_again(file))
		keep(kept, path, &content);
	manifest_read(settings, path, content.bytes, content.length_bytes);
}

void
manifest_file_list_free(struct manifest_file_list *kept)
{
	for (size_t index = 0; index < kept->count; index++)
	{
		free(kept->items[index].path);
		text_wipe_and_free(&kept->items[index].content);
	}
	free(kept->items);
	*kept = (struct manifest_file_list){0};
}
