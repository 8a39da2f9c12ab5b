#include "domain/catalog/row_type_use.h"

enum
{
	/* Functions that call functions. */
	USE_DEPTH = 8
};

static bool
may_stand_between(const struct change_set *changes, size_t place)
{
	switch (change_set_kind(changes, place))
	{
		case FACT_FUNCTION:
		case FACT_OPERATOR:
		case FACT_OPERATOR_CLASS:
		case FACT_CAST:
		case FACT_COMPOSITE_TYPE:
		case FACT_DOMAIN:
		case FACT_RANGE_TYPE:
			return change_set_is_gone(changes, place);
		default:
			return false;
	}
}

static bool
is_table_or_part(const struct change_set *changes, size_t place, size_t table)
{
	return place == table ||
	       change_set_live_place(changes, changes->items[place].live->parent) == table;
}

static bool
uses_own_rows(const struct change_set *changes, const struct fact *user, size_t table, int depth)
{
	for (size_t i = 0; i < user->dependencies.count; i++)
	{
		size_t place = change_set_live_place(changes, user->dependencies.items[i]);

		if (depth > 0 && is_table_or_part(changes, place, table))
			return true;
		if (depth < USE_DEPTH && may_stand_between(changes, place) &&
		    uses_own_rows(changes, changes->items[place].live, table, depth + 1))
			return true;
	}
	return false;
}

bool
row_type_use_is_between(const struct change_set *changes, const struct fact *part, size_t table)
{
	return uses_own_rows(changes, part, table, 0);
}
