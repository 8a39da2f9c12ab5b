#include "adapter/postgres/fact/fact_draft.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/memory.h"

struct fact_draft *
fact_drafts_add(struct fact_drafts *drafts)
{
	size_t place = drafts->count;
	struct fact_draft *draft = ARRAY_ADD(drafts->items, drafts->count);

	*draft = (struct fact_draft){
		.fact = {.parent = FACT_NOWHERE, .attached = FACT_NOWHERE, .owner_column = FACT_NOWHERE},
		.place = place,
	};
	return draft;
}

const char *
fact_drafts_text(struct fact_drafts *drafts, const char *text)
{
	return fact_cleaner_copy(drafts->cleaner, text, &drafts->texts);
}

static int
compare_drafts(const void *left, const void *right)
{
	const struct fact_draft *one = left;
	const struct fact_draft *other = right;
	int order = fact_compare(&one->fact, &other->fact);

	return order != 0 ? order : (one->place > other->place) - (one->place < other->place);
}

static void
free_draft(struct fact_draft *draft)
{
	/* A set of one frees what the fact owns. */
	struct fact_set set = {.items = memory_allocate(1, sizeof *set.items), .count = 1};

	set.items[0] = draft->fact;
	fact_set_free(&set);
	free(draft->links.needs);
	free(draft->links.relations);
	*draft = (struct fact_draft){0};
}

void
fact_drafts_sort(struct fact_drafts *drafts)
{
	size_t kept = 0;

	if (drafts->count > 1)
		qsort(drafts->items, drafts->count, sizeof *drafts->items, compare_drafts);
	for (size_t index = 0; index < drafts->count; index++)
	{
		struct fact_draft *draft = &drafts->items[index];

		if (index + 1 < drafts->count && fact_compare(&draft->fact, &draft[1].fact) == 0)
			free_draft(draft);
		else
			drafts->items[kept++] = *draft;
	}
	drafts->count = kept;
}

void
fact_drafts_hand_over(struct fact_drafts *drafts, struct fact_set *set)
{
	set->items = memory_allocate(drafts->count, sizeof *set->items);
	set->count = drafts->count;
	for (size_t index = 0; index < drafts->count; index++)
	{
		set->items[index] = drafts->items[index].fact;
		drafts->items[index].fact = (struct fact){0};
	}
	set->texts = drafts->texts;
	drafts->texts = (struct text_arena){0};
}

void
fact_drafts_free(struct fact_drafts *drafts)
{
	for (size_t index = 0; index < drafts->count; index++)
		free_draft(&drafts->items[index]);
	free(drafts->items);
	text_arena_free(&drafts->texts);
	*drafts = (struct fact_drafts){0};
}
