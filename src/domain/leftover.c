#include "domain/leftover.h"

#include "base/array.h"
#include "domain/catalog/fact_definition.h"
#include "domain/unmanaged.h"

void
leftover_find(const struct leftover_sides *sides, struct definition_difference_list *left)
{
	const struct definition_list *live = &sides->live->objects;

	*left = (struct definition_difference_list){0};
	for (size_t index = 0; sides->promised != NULL && index < live->count; index++)
	{
		const struct definition *object = &live->items[index];

		if (object->kind != KIND_SCHEMA && fact_kind_defines(object->kind) &&
		    definitions_have(sides->promised, object) &&
		    !definitions_have(sides->desired, object) &&
		    !definitions_have(sides->elsewhere, object))
			*ARRAY_ADD(left->items, left->count) =
				(struct definition_difference){DEFINITION_UNMANAGED, object};
	}
}

void
leftover_find_unmanaged(const struct leftover_sides *sides,
                        struct definition_difference_list *unmanaged)
{
	size_t kept_count = 0;

	definitions_compare(sides->desired, sides->live, unmanaged);
	unmanaged_leave_out_managed(unmanaged, sides->elsewhere);
	for (size_t index = 0; index < unmanaged->count; index++)
	{
		if (sides->promised == NULL ||
		    !definitions_have(sides->promised, unmanaged->items[index].object))
			unmanaged->items[kept_count++] = unmanaged->items[index];
	}
	unmanaged->count = kept_count;
	unmanaged_keep_named(unmanaged);
}
