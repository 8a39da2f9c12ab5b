#include "adapter/postgres/wire/session_renames.h"

#include <stdlib.h>

#include "base/memory.h"

struct session_renames
session_renames_copy(const struct session_renames *renames)
{
	struct session_renames copy = {
		.items = renames->count > 0 ? memory_allocate(renames->count, sizeof *copy.items) : NULL,
		.suffix = memory_copy_text_or_null(renames->suffix),
	};

	for (; copy.count < renames->count; copy.count++)
		copy.items[copy.count] = (struct schema_rename){
			.renamed = memory_copy_text(renames->items[copy.count].renamed),
			.original = memory_copy_text(renames->items[copy.count].original),
		};
	return copy;
}

void
session_renames_free(struct session_renames *renames)
{
	for (size_t index = 0; index < renames->count; index++)
	{
		free(renames->items[index].renamed);
		free(renames->items[index].original);
	}
	free(renames->items);
	free(renames->suffix);
	*renames = (struct session_renames){0};
}
