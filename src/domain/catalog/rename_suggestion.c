#include "domain/catalog/rename_suggestion.h"

#include <string.h>

enum
{
	SUGGESTION_LIMIT = 3
};

static bool
is_one_type(const struct fact *left, const struct fact *right)
{
	const struct fact_attribute *one = fact_attribute_find(left, "type");
	const struct fact_attribute *other = fact_attribute_find(right, "type");

	return one != NULL && other != NULL && fact_value_is_same(&one->value, &other->value);
}

/* Columns of one table are neighbours, but not those of one type. */
static const struct fact *
find_come(const struct fact_set *live, const struct fact *gone, const struct fact_set *desired)
{
	for (size_t place = 0; place < desired->count; place++)
	{
		const struct fact *come = &desired->items[place];

		if (come->kind == FACT_COLUMN && come->parent_id != NULL &&
		    strcmp(come->parent_id, gone->parent_id) == 0 && is_one_type(gone, come) &&
		    fact_set_find(live, FACT_COLUMN, come->id) == FACT_NOWHERE)
			return come;
	}
	return NULL;
}

static bool
is_gone(const struct fact *fact, const struct fact_set *desired)
{
	return fact->kind == FACT_COLUMN && fact->parent_id != NULL && fact->extra.name != NULL &&
	       fact_set_find(desired, FACT_COLUMN, fact->id) == FACT_NOWHERE &&
	       fact_set_find(desired, FACT_TABLE, fact->parent_id) != FACT_NOWHERE;
}

void
rename_suggest(const struct fact_set *live, const struct fact_set *desired, struct text *sentences)
{
	size_t count = 0;

	for (size_t place = 0; place < live->count && count < SUGGESTION_LIMIT; place++)
	{
		const struct fact *gone = &live->items[place];
		const struct fact *come = is_gone(gone, desired) ? find_come(live, gone, desired) : NULL;

		if (come == NULL)
			continue;
		text_append_format(
			sentences, "If column %s is what %s was, write \"-- @renamed from=%s\" on its line. ",
			come->id, gone->id, gone->extra.name);
		count++;
	}
}
