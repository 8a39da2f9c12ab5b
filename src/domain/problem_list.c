#include "domain/problem_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/printable.h"

static size_t
kept_problem_count(const struct problem_list *list)
{
	return list->count < PROBLEM_LIST_KEPT ? list->count : PROBLEM_LIST_KEPT;
}

void
problem_list_add(struct problem_list *list, const struct text *problem)
{
	cleanup_text struct text shown = TEXT_EMPTY;
	size_t count = kept_problem_count(list);

	printable_append_bytes(&shown, text_bytes(problem), problem->length_bytes);
	for (size_t index = 0; index < count; index++)
	{
		if (strcmp(list->items[index], text_bytes(&shown)) == 0)
			return;
	}
	list->count++;
	if (count == PROBLEM_LIST_KEPT)
		return;
	*ARRAY_ADD(list->items, count) = text_steal(&shown);
}

void
problem_list_write(const struct problem_list *list, bool follows_others, struct text *text)
{
	for (size_t index = 0; index < kept_problem_count(list); index++)
		text_append_format(text, "%s%s", index > 0 || follows_others ? "\n" : "",
		                   list->items[index]);
}

void
problem_list_free(struct problem_list *list)
{
	for (size_t index = 0; index < kept_problem_count(list); index++)
		free(list->items[index]);
	free(list->items);
	*list = (struct problem_list){NULL, 0};
}
