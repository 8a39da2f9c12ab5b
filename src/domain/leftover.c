#include "domain/leftover.h"

#include "base/array.h"
#include "domain/catalog/fact_definition.h"

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
