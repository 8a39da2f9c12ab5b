#include "domain/schema_contents.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/memory.h"

void
schema_contents_free(struct schema_contents *contents)
{
	for (size_t i = 0; i < contents->kind_count; i++)
		free(contents->kinds[i].kind);
	for (size_t i = 0; i < contents->dependent_count; i++)
		free(contents->dependents[i]);
	free(contents->kinds);
	free(contents->dependents);
	*contents = (struct schema_contents){0};
}

void
schema_contents_add(struct schema_contents *contents, const char *kind, int64_t count)
{
	*ARRAY_ADD(contents->kinds, contents->kind_count) =
		(struct schema_object_count){memory_copy_text(kind), count};
}

void
schema_contents_add_dependent(struct schema_contents *contents, const char *dependent)
{
	*ARRAY_ADD(contents->dependents, contents->dependent_count) = memory_copy_text(dependent);
}

void
schema_contents_describe(const struct schema_contents *contents, struct text *words)
{
	if (contents->kind_count == 0)
	{
		text_append(words, "nothing");
		return;
	}
	for (size_t i = 0; i < contents->kind_count; i++)
	{
		const struct schema_object_count *kind = &contents->kinds[i];

		text_append_format(words, "%s%" PRId64 " %s%s", i > 0 ? ", " : "", kind->count, kind->kind,
		                   kind->count == 1 ? "" : "s");
	}
	text_append_format(words, " and about %" PRId64 " row%s", contents->row_estimate,
	                   contents->row_estimate == 1 ? "" : "s");
}

void
schema_contents_list_dependents(const struct schema_contents *contents, size_t room_bytes,
                                struct text *words)
{
	size_t end_bytes = words->length_bytes + room_bytes;
	size_t listed_count = 0;

	for (; listed_count < contents->dependent_count; listed_count++)
	{
		const char *dependent = contents->dependents[listed_count];

		if (listed_count > 0 && words->length_bytes + strlen(dependent) + 2 > end_bytes)
			break;
		text_append_format(words, "%s%s", listed_count > 0 ? "; " : "", dependent);
	}
	if (listed_count < contents->dependent_count)
		text_append_format(words, "; and %zu more", contents->dependent_count - listed_count);
}
