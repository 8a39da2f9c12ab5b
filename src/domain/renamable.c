#include "domain/renamable.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

bool
renamable_is_routine(enum renamable_kind kind)
{
	return kind == RENAMABLE_FUNCTION || kind == RENAMABLE_PROCEDURE || kind == RENAMABLE_AGGREGATE;
}

/* It takes the name over. */
void
renamable_list_append(struct renamable_list *list, enum renamable_kind kind, const char *at,
                      char *name) /* NOLINT(readability-non-const-parameter) */
{
	*ARRAY_ADD(list->items, list->count) =
		(struct renamable){.kind = kind, .at = at, .name = {NULL, name}};
}

void
renamable_list_free(struct renamable_list *list)
{
	for (size_t index = 0; index < list->count; index++)
	{
		script_name_free(&list->items[index].name);
		free(list->items[index].relation);
		free(list->items[index].arguments);
	}
	free(list->items);
	*list = (struct renamable_list){.items = NULL};
}

static bool
is_one_line(const char *start, const char *end)
{
	return memchr(start, '\n', (size_t)(end - start)) == NULL;
}

static struct renamable *
part_at(const struct renamable_list *list, const char *at)
{
	for (size_t index = list->has_whole; index < list->count; index++)
	{
		if (list->items[index].at == at)
			return &list->items[index];
	}
	return NULL;
}

/* The last part that begins before the comment. */
static struct renamable *
part_before(const struct renamable_list *list, const char *comment)
{
	struct renamable *found = NULL;
	struct renamable *column = NULL;

	for (size_t index = list->has_whole; index < list->count; index++)
	{
		struct renamable *part = &list->items[index];

		if (part->at >= comment)
			break;
		column = part->is_inside_column ? column : part;
		found = part;
	}
	/* What stands on the line of a column is about the column. */
	if (found != column && column != NULL && is_one_line(column->at, comment))
		return column;
	return found;
}

static struct renamable *
find_in_body(const struct renamable_list *list, const char *comment, const char *next)
{
	struct renamable *whole = list->has_whole ? &list->items[0] : NULL;
	struct renamable *before = part_before(list, comment);
	size_t first = list->has_whole;

	if (next == NULL)
		return before != NULL ? before : whole;
	/* Before the labels of an enum stands what is about the enum. */
	if (before == NULL && first < list->count && list->items[first].kind == RENAMABLE_LABEL)
		return whole;
	return part_at(list, next);
}

struct renamable *
renamable_list_find(const struct renamable_list *list, const char *comment, const char *next)
{
	struct renamable *found = list->count > 0 ? &list->items[0] : NULL;

	if (found == NULL)
		return NULL;
	if (list->body != NULL && comment >= list->body && comment >= found->at &&
	    (list->body_end == NULL || comment < list->body_end))
		found = find_in_body(list, comment, next);
	else if (list->body == NULL && comment > found->at && comment < list->end &&
	         !is_one_line(found->at, comment))
		return NULL;
	return found != NULL && found->kind != RENAMABLE_NONE ? found : NULL;
}
