#include "domain/destruction.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/memory.h"

void
table_mark_list_append(struct table_mark_list *marks, const struct table_mark *mark)
{
	struct table_mark copy = *mark;

	copy.dropped_columns = memory_copy_text_or_null(mark->dropped_columns);
	*ARRAY_ADD(marks->items, marks->count) = copy;
}

static int
compare_relation(const void *wanted, const void *item)
{
	const int64_t *relation = wanted;
	const struct table_mark *mark = item;

	return (*relation > mark->relation) - (*relation < mark->relation);
}

static const struct table_mark *
find_mark(const struct table_mark_list *marks, int64_t relation)
{
	if (marks->count == 0)
		return NULL;
	return bsearch(&relation, marks->items, marks->count, sizeof(struct table_mark),
	               compare_relation);
}

void
table_mark_list_free(struct table_mark_list *marks)
{
	for (size_t index = 0; index < marks->count; index++)
		free(marks->items[index].dropped_columns);
	free(marks->items);
	*marks = (struct table_mark_list){0};
}

static bool
is_same_suspect(const struct suspect *left, const struct suspect *right)
{
	return strcmp(left->relation, right->relation) == 0 && strcmp(left->cause, right->cause) == 0 &&
	       strcmp(left->columns, right->columns) == 0;
}

static bool
suspect_list_contains(const struct suspect_list *suspects, const struct suspect *suspect)
{
	for (size_t index = 0; index < suspects->count; index++)
	{
		if (is_same_suspect(&suspects->items[index], suspect))
			return true;
	}
	return false;
}

void
suspect_list_add(struct suspect_list *suspects, const struct suspect *suspect)
{
	if (suspect_list_contains(suspects, suspect))
		return;
	*ARRAY_ADD(suspects->items, suspects->count) = (struct suspect){
		.relation = memory_copy_text(suspect->relation),
		.cause = suspect->cause,
		.columns = memory_copy_text(suspect->columns),
	};
}

static void
suspect_clear(struct suspect *suspect)
{
	free(suspect->relation);
	free(suspect->columns);
}

void
suspect_list_remove_all(struct suspect_list *suspects, const struct suspect_list *known)
{
	size_t kept_count = 0;

	for (size_t index = 0; index < suspects->count; index++)
	{
		if (suspect_list_contains(known, &suspects->items[index]))
			suspect_clear(&suspects->items[index]);
		else
			suspects->items[kept_count++] = suspects->items[index];
	}
	suspects->count = kept_count;
}

void
suspect_list_free(struct suspect_list *suspects)
{
	for (size_t index = 0; index < suspects->count; index++)
		suspect_clear(&suspects->items[index]);
	free(suspects->items);
	*suspects = (struct suspect_list){0};
}

void
touched_table_list_free(struct touched_table_list *touched)
{
	free(touched->items);
	*touched = (struct touched_table_list){0};
}

static void
suspect_relation(struct suspect_list *suspects, int64_t relation, const char *cause,
                 const char *columns)
{
	cleanup_memory char *digits = memory_format("%" PRId64, relation);
	cleanup_memory char *copy = memory_copy_text(columns);

	suspect_list_add(suspects, &(struct suspect){digits, cause, copy});
}

static void
compare_rows(const struct table_mark *before, const struct table_mark *after,
             struct touched_table_list *touched)
{
	const struct touched_table table = {
		.relation = before->relation,
		.inserted = after->inserted - before->inserted,
		.deleted = after->deleted - before->deleted,
		.is_refiled = before->file != after->file,
	};
	bool is_suspect = table.is_refiled || table.deleted > 0 || !touched->is_counted;

	/* Rows of a materialized view are not the author's but the query's; a partitioned table has none. */
	if (before->kind != 'r' || (!is_suspect && table.inserted == 0))
		return;
	*ARRAY_ADD(touched->items, touched->count) = table;
	touched->has_suspect = touched->has_suspect || is_suspect;
}

void
destruction_compare(const struct table_mark_list *before, const struct table_mark_list *after,
                    struct suspect_list *suspects, struct touched_table_list *touched)
{
	touched->is_counted = before->is_counted && after->is_counted;
	for (size_t index = 0; index < before->count; index++)
	{
		const struct table_mark *then = &before->items[index];
		const struct table_mark *now = find_mark(after, then->relation);

		if (now == NULL)
		{
			suspect_relation(suspects, then->relation, SUSPECT_GONE, "");
			continue;
		}
		/* A number once dropped stays so, and the list only grows. */
		if (now->dropped_columns != NULL &&
		    !text_is_same(then->dropped_columns, now->dropped_columns))
			suspect_relation(suspects, then->relation, SUSPECT_COLUMN, now->dropped_columns);
		compare_rows(then, now, touched);
	}
}
