#include "domain/catalog/lone_index.h"

#include <string.h>

#include "base/text.h"
#include "domain/catalog/partition_reference.h"

static bool
is_index(const struct fact *fact)
{
	const char *type = fact->extra.constraint_type;

	return fact->kind == FACT_INDEX || (fact->kind == FACT_CONSTRAINT && type != NULL &&
	                                    (type[0] == 'p' || type[0] == 'u' || type[0] == 'x'));
}

static bool
has_part(const struct fact_set *set, size_t table, size_t index)
{
	for (size_t i = 0; i < set->count; i++)
	{
		if (set->items[i].parent == table && set->items[i].attached == index)
			return true;
	}
	return false;
}

/* "(a, b)" of both "unique (a, b)" and "create unique index on s.t using btree (a, b)". */
static const char *
columns(const struct fact *index)
{
	return index->extra.rename != NULL ? strchr(index->extra.rename, '(') : NULL;
}

/* A constraint's index is taken for one that is none, but not the other way. */
static bool
is_taken_for(const struct fact *index, const struct fact *part)
{
	if (index->kind == part->kind)
		return text_is_same(index->extra.rename, part->extra.rename);
	return index->kind == FACT_CONSTRAINT && columns(index) != NULL &&
	       text_is_same(columns(index), columns(part));
}

static bool
is_like_a_part(const struct fact_set *set, const struct fact *index)
{
	for (size_t i = 0; i < set->count; i++)
	{
		const struct fact *other = &set->items[i];

		if (other->parent == index->parent && other->attached != FACT_NOWHERE && is_index(other) &&
		    is_taken_for(index, other))
			return true;
	}
	return false;
}

bool
is_lone_index(const struct change_set *changes, const struct fact *partition, size_t place)
{
	const struct fact_set *desired = changes->desired;
	const struct fact *fact = &desired->items[place];

	if (!is_index(fact))
		return false;
	if (fact->parent == partition_parent(desired, partition))
		return !has_part(desired, partition->parent, place);
	return fact->parent == partition->parent && fact->attached == FACT_NOWHERE &&
	       is_like_a_part(desired, fact);
}
