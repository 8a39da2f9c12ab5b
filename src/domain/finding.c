#include "domain/finding.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/memory.h"
#include "base/text.h"

bool
finding_says_the_same(const struct finding *left, const struct finding *right)
{
	return left->class == right->class && text_is_same(left->object, right->object) &&
	       text_is_same(left->expected, right->expected) && text_is_same(left->found, right->found);
}

void
finding_list_append(struct finding_list *list, const struct finding *finding)
{
	for (size_t index = 0; index < list->count; index++)
	{
		if (text_is_same(list->items[index].source, finding->source) &&
		    finding_says_the_same(&list->items[index], finding))
			return;
	}
	*ARRAY_ADD(list->items, list->count) = (struct finding){
		.class = finding->class,
		.source = memory_copy_text_or_null(finding->source),
		.object = memory_copy_text_or_null(finding->object),
		.expected = memory_copy_text_or_null(finding->expected),
		.found = memory_copy_text_or_null(finding->found),
		.hint = memory_copy_text_or_null(finding->hint),
	};
}

void
finding_list_free(struct finding_list *list)
{
	for (size_t index = 0; index < list->count; index++)
	{
		struct finding *finding = &list->items[index];

		free((char *)finding->source);
		free((char *)finding->object);
		free((char *)finding->expected);
		free((char *)finding->found);
		free((char *)finding->hint);
	}
	free(list->items);
	*list = (struct finding_list){0};
}

size_t
finding_list_count(const struct finding_list *list, enum finding_class class)
{
	size_t count = 0;

	for (size_t index = 0; index < list->count; index++)
		count += list->items[index].class == class;
	return count;
}

const char *finding_class_name(enum finding_class class)
{
	static const char *const names[] = {
		[FINDING_BROKEN] = "broken",
		[FINDING_WARNING] = "warning",
		[FINDING_UNMANAGED] = "unmanaged",
		[FINDING_NOTE] = "note",
	};

	return names[class];
}
