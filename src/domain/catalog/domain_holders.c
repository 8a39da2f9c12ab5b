#include "domain/catalog/domain_holders.h"

#include <string.h>

#include "base/text.h"
#include "domain/catalog/fact_difference.h"

enum
{
	/* Types in types. */
	HOLDER_DEPTH = 16
};

static bool
is_array_type(const char *type)
{
	size_t length = strlen(type);

	return length > 2 && strcmp(type + length - 2, "[]") == 0;
}

/* Columns of views have no type of their own. */
static bool
keeps_values(const struct fact *column)
{
	return fact_attribute_find(column, "type") != NULL;
}

static bool columns_hold(const struct change_set *changes, size_t type, bool is_contained,
                         int depth);

/* Directly, or by what is made of it; of a domain of the domain, its columns are no other. */
static bool
dependent_holds(const struct change_set *changes, const struct fact *dependent, size_t place,
                bool is_contained, int depth)
{
	switch (dependent->kind)
	{
		case FACT_COLUMN:
			return keeps_values(dependent) &&
			       (is_contained || is_array_type(fact_value_of(dependent, "type")->text));
		case FACT_COMPOSITE_TYPE:
			return columns_hold(changes, place, true, depth + 1);
		case FACT_DOMAIN:
			return columns_hold(changes, place,
			                    is_contained || is_array_type(dependent->definition), depth + 1);
		default:
			return false;
	}
}

static bool
columns_hold(const struct change_set *changes, size_t type, bool is_contained, int depth)
{
	for (size_t i = changes->dependents_start[type];
	     depth < HOLDER_DEPTH && i < changes->dependents_start[type + 1]; i++)
	{
		size_t place = changes->dependents[i];

		if (dependent_holds(changes, changes->items[place].live, place, is_contained, depth))
			return true;
	}
	return false;
}

static bool
becomes_not_null(const struct object_change *domain)
{
	return text_is_same(fact_value_of(domain->desired, "not_null")->text, "true") &&
	       !text_is_same(fact_value_of(domain->live, "not_null")->text, "true");
}

static void
rebuild_if_held(struct change_set *changes, size_t domain)
{
	enum change_state state = change_set_state(changes, domain);

	if ((state == CHANGE_STATE_SAME || state == CHANGE_STATE_ALTERED) &&
	    columns_hold(changes, domain, false, 0))
		change_set_replace(changes, domain);
}

void
domain_holders_rebuild(struct change_set *changes)
{
	for (size_t i = 0; i < changes->count; i++)
	{
		const struct object_change *object = &changes->items[i];
		enum fact_kind kind = change_set_kind(changes, i);

		if (kind == FACT_DOMAIN && object->state == CHANGE_STATE_ALTERED &&
		    becomes_not_null(object))
			rebuild_if_held(changes, i);
		/* A check that is new, another, or to be validated. */
		if (kind == FACT_DOMAIN_CONSTRAINT && object->desired != NULL &&
		    object->desired->parent != FACT_NOWHERE && object->state != CHANGE_STATE_SAME)
			rebuild_if_held(changes, change_set_desired_place(changes, object->desired->parent));
	}
}
