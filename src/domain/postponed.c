#include "domain/postponed.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "domain/unmanaged.h"

enum
{
	NAMED_COUNT = 10
};

/* As definitions have them. */
static bool
is_told(const struct definition *object)
{
	static const enum object_kind kinds[] = {
		KIND_TABLE,  KIND_FOREIGN_TABLE, KIND_COLUMN,    KIND_VIEW,       KIND_MATERIALIZED_VIEW,
		KIND_ENUM,   KIND_FUNCTION,      KIND_PROCEDURE, KIND_SEQUENCE,   KIND_COMPOSITE_TYPE,
		KIND_SCHEMA, KIND_AGGREGATE,     KIND_DOMAIN,    KIND_RANGE_TYPE,
	};

	for (size_t index = 0; index < COUNT_OF(kinds); index++)
	{
		if (kinds[index] == object->kind)
			return true;
	}
	return false;
}

void
postponed_list(const struct definitions *promised, struct name_list *names)
{
	cleanup_definition_difference_list struct definition_difference_list named = {0};

	for (size_t index = 0; index < promised->objects.count; index++)
	{
		const struct definition *object = &promised->objects.items[index];

		if (object->is_postponed)
			*ARRAY_ADD(named.items, named.count) =
				(struct definition_difference){DEFINITION_UNMANAGED, object};
	}
	unmanaged_keep_named(&named);
	for (size_t index = 0; index < named.count; index++)
	{
		const struct definition *object = named.items[index].object;
		cleanup_memory char *name = memory_format("%s %s", object->kind_name, object->identity);

		if (is_told(object))
			name_list_append(names, name);
	}
}

void
postponed_append_words(const struct name_list *names, struct text *words)
{
	for (size_t index = 0; index < names->count && index < NAMED_COUNT; index++)
		text_append_format(words, "%s%s", index > 0 ? ", " : "postponed: ", names->items[index]);
	if (names->count > NAMED_COUNT)
		text_append_format(words, " and %zu more", names->count - NAMED_COUNT);
}
