#include "domain/catalog/postponement.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/allowance.h"
#include "domain/catalog/strict_column.h"

struct postponing
{
	struct fact_set *live;
	const struct fact_set *joint;
	const char *allowances;
	bool *goes; /* of each live fact */
};

/* What may stay behind by itself. A schema stays for what is in it. */
static const bool can_be_postponed[FACT_KIND_COUNT] = {
	[FACT_SCHEMA] = true,
	[FACT_ENUM] = true,
	[FACT_COMPOSITE_TYPE] = true,
	[FACT_DOMAIN] = true,
	[FACT_RANGE_TYPE] = true,
	[FACT_FUNCTION] = true,
	[FACT_SEQUENCE] = true,
	[FACT_TABLE] = true,
	[FACT_COLUMN] = true,
	[FACT_VIEW] = true,
	[FACT_MATERIALIZED_VIEW] = true,
};

/* What hangs on a column and stays with it, although it is a part of the table. */
static const bool can_hang_on_column[FACT_KIND_COUNT] = {
	[FACT_CONSTRAINT] = true, [FACT_INDEX] = true,   [FACT_INDEX_ATTACH] = true,
	[FACT_STATISTICS] = true, [FACT_TRIGGER] = true,
};

static bool
is_constraint_of(const struct fact *fact, const char *types)
{
	return fact->kind == FACT_CONSTRAINT && fact->extra.constraint_type != NULL &&
	       strchr(types, fact->extra.constraint_type[0]) != NULL;
}

/* Checks and foreign keys refuse rows. */
static bool
refuses_rows(const struct fact *fact)
{
	return is_constraint_of(fact, "cf");
}

static bool
has_own_parent(const struct fact *fact)
{
	return fact->parent != FACT_NOWHERE;
}

static bool
is_in_schema_alone(const struct postponing *postponing, const struct fact *fact)
{
	return !has_own_parent(fact) || postponing->live->items[fact->parent].kind == FACT_SCHEMA;
}

/* A table that becomes a view, an enum that becomes a domain. */
static bool
has_successor(const struct postponing *postponing, const struct fact *fact)
{
	for (size_t index = 0; fact->extra.slot != NULL && index < postponing->joint->count; index++)
	{
		const struct fact *other = &postponing->joint->items[index];

		if (text_is_same(other->extra.slot, fact->extra.slot))
			return true;
	}
	return false;
}

/* A new column of its type in its table: that may be the same one under another name. */
static bool
may_have_new_name(const struct postponing *postponing, const struct fact *column)
{
	const struct fact_attribute *type = fact_attribute_find(column, "type");

	for (size_t index = 0; type != NULL && index < postponing->joint->count; index++)
	{
		const struct fact *other = &postponing->joint->items[index];
		const struct fact_attribute *other_type =
			other->kind == FACT_COLUMN ? fact_attribute_find(other, "type") : NULL;

		if (other_type != NULL && text_is_same(other->extra.table, column->extra.table) &&
		    fact_value_is_same(&other_type->value, &type->value) &&
		    fact_set_find(postponing->live, FACT_COLUMN, other->id) == FACT_NOWHERE)
			return true;
	}
	return false;
}

/* A column of a table that stays. */
static bool
is_column_by_itself(const struct postponing *postponing, const struct fact *fact)
{
	return has_own_parent(fact) && !postponing->goes[fact->parent] &&
	       postponing->live->items[fact->parent].kind == FACT_TABLE &&
	       !may_have_new_name(postponing, fact);
}

/* What somebody has changed is not put off, for the promise would then be of what he made of it. */
static bool
is_candidate(const struct postponing *postponing, size_t place)
{
	const struct fact *fact = &postponing->live->items[place];

	if (!postponing->goes[place] || !can_be_postponed[fact->kind] || fact->claim != CLAIM_OWN ||
	    (fact->kind == FACT_COLUMN && column_is_strict_by_type(postponing->live, fact)) ||
	    allowances_have(postponing->allowances, fact_kind_name(fact->kind), fact->id))
		return false;
	return fact->kind == FACT_COLUMN
	           ? is_column_by_itself(postponing, fact)
	           : is_in_schema_alone(postponing, fact) && !has_successor(postponing, fact);
}

static bool
depends_on_postponed(const struct postponing *postponing, const struct fact *fact)
{
	for (size_t index = 0; index < fact->dependencies.count; index++)
	{
		const struct fact *other = &postponing->live->items[fact->dependencies.items[index]];

		if (other->is_postponed && other->kind != FACT_SCHEMA && other->kind != FACT_FUNCTION)
			return true;
	}
	return false;
}

static bool
stays_with_another(const struct postponing *postponing, const struct fact *fact)
{
	if (has_own_parent(fact) && postponing->live->items[fact->parent].is_postponed &&
	    postponing->live->items[fact->parent].kind != FACT_SCHEMA)
		return true;
	return can_hang_on_column[fact->kind] && !is_constraint_of(fact, "cfp") &&
	       depends_on_postponed(postponing, fact);
}

static void
mark_what_stays_with_it(const struct postponing *postponing)
{
	bool has_grown = true;

	while (has_grown)
	{
		has_grown = false;
		for (size_t index = 0; index < postponing->live->count; index++)
		{
			struct fact *fact = &postponing->live->items[index];

			if (!postponing->goes[index] || fact->is_postponed || fact->claim == CLAIM_OTHERS ||
			    !stays_with_another(postponing, fact))
				continue;
			fact->is_postponed = true;
			has_grown = true;
		}
	}
}

static bool
is_lost(const struct postponing *postponing, size_t place)
{
	return place != FACT_NOWHERE && postponing->goes[place] &&
	       !postponing->live->items[place].is_postponed;
}

/* It cannot stay without what goes. */
static bool
loses_a_need(const struct postponing *postponing, const struct fact *fact)
{
	for (size_t index = 0; index < fact->dependencies.count; index++)
	{
		if (is_lost(postponing, fact->dependencies.items[index]))
			return true;
	}
	return is_lost(postponing, fact->parent) || is_lost(postponing, fact->owner_column) ||
	       is_lost(postponing, fact->attached);
}

/* Of a table that stays: what the table gets, the partition gets, too. */
static bool
is_partition_of_another(const struct postponing *postponing, const struct fact *fact)
{
	const struct fact_set *live = postponing->live;
	size_t bound = fact->kind == FACT_TABLE && fact->extra.is_partition
	                   ? fact_set_find(live, FACT_PARTITION, fact->id)
	                   : FACT_NOWHERE;

	for (size_t index = 0; bound != FACT_NOWHERE && index < live->items[bound].dependencies.count;
	     index++)
	{
		const struct fact *parent = &live->items[live->items[bound].dependencies.items[index]];

		if (parent->kind == FACT_TABLE && !parent->is_postponed)
			return true;
	}
	return false;
}

/* A key that goes, of a table that stays: no row could leave the column out before it is gone. */
static bool
is_in_lost_key(const struct postponing *postponing, size_t column)
{
	const struct fact_set *live = postponing->live;

	for (size_t index = 0; live->items[column].kind == FACT_COLUMN && index < live->count; index++)
	{
		const struct fact_places *dependencies = &live->items[index].dependencies;

		if (!is_constraint_of(&live->items[index], "p") || !is_lost(postponing, index))
			continue;
		for (size_t at = 0; at < dependencies->count; at++)
		{
			if (dependencies->items[at] == column)
				return true;
		}
	}
	return false;
}

/* Whole or not at all. */
static void
unmark(const struct postponing *postponing, size_t place)
{
	struct fact *fact = &postponing->live->items[place];

	fact->is_postponed = false;
	if (has_own_parent(fact) && postponing->goes[fact->parent] &&
	    postponing->live->items[fact->parent].kind != FACT_SCHEMA)
		postponing->live->items[fact->parent].is_postponed = false;
}

static void
unmark_what_cannot_stay(const struct postponing *postponing)
{
	bool has_shrunk = true;

	while (has_shrunk)
	{
		has_shrunk = false;
		for (size_t index = 0; index < postponing->live->count; index++)
		{
			const struct fact *fact = &postponing->live->items[index];

			if (!fact->is_postponed ||
			    (!loses_a_need(postponing, fact) && !is_partition_of_another(postponing, fact) &&
			     !is_in_lost_key(postponing, index)))
				continue;
			unmark(postponing, index);
			has_shrunk = true;
		}
	}
}

static bool
holds_postponed(const struct postponing *postponing, size_t schema)
{
	for (size_t index = 0; index < postponing->live->count; index++)
	{
		if (postponing->live->items[index].is_postponed &&
		    postponing->live->items[index].parent == schema)
			return true;
	}
	return false;
}

static void
unmark_empty_schemas(const struct postponing *postponing)
{
	for (size_t index = 0; index < postponing->live->count; index++)
	{
		struct fact *fact = &postponing->live->items[index];

		if (fact->kind == FACT_SCHEMA && fact->is_postponed && !holds_postponed(postponing, index))
			fact->is_postponed = false;
	}
}

static void
mark_loosened(const struct postponing *postponing)
{
	for (size_t index = 0; index < postponing->live->count; index++)
	{
		struct fact *fact = &postponing->live->items[index];

		fact->is_loosened = postponing->goes[index] && !fact->is_postponed && refuses_rows(fact) &&
		                    depends_on_postponed(postponing, fact);
	}
}

void
postponement_clear(struct fact_set *live)
{
	for (size_t index = 0; index < live->count; index++)
	{
		live->items[index].is_postponed = false;
		live->items[index].is_loosened = false;
	}
}

void
postponement_mark(struct fact_set *live, const struct fact_set *joint, const char *allowances)
{
	cleanup_memory bool *goes = memory_allocate(live->count + 1, sizeof *goes);
	const struct postponing postponing = {live, joint, allowances, goes};

	for (size_t index = 0; index < live->count; index++)
		goes[index] =
			fact_set_find(joint, live->items[index].kind, live->items[index].id) == FACT_NOWHERE;
	for (size_t index = 0; index < live->count; index++)
		live->items[index].is_postponed = is_candidate(&postponing, index);
	mark_what_stays_with_it(&postponing);
	unmark_what_cannot_stay(&postponing);
	unmark_empty_schemas(&postponing);
	mark_loosened(&postponing);
}

struct loosened_value
{
	const char *name;
	const char *value;
};

/* What a column that may be null has. The constraint has a name, and more, since 18. */
static const struct loosened_value loosened_values[] = {
	{"not_null", "false"},
	{"not_null_name", NULL},
	{"not_null_validated", NULL},
	{"not_null_no_inherit", "false"},
};

static void
loosen_attribute(struct fact_attribute *attribute, const char *statement)
{
	for (size_t index = 0; index < COUNT_OF(loosened_values); index++)
	{
		if (strcmp(attribute->name, loosened_values[index].name) != 0)
			continue;
		attribute->value = (struct fact_value){.text = loosened_values[index].value};
		attribute->form = SETTER_STATEMENT;
		attribute->text = index == 0 ? statement : "";
	}
}

static void
loosen_column(struct fact *column)
{
	column->loosened = memory_allocate(column->attribute_count, sizeof *column->loosened);
	for (size_t index = 0; index < column->attribute_count; index++)
	{
		column->loosened[index] = column->attributes[index];
		loosen_attribute(&column->loosened[index], column->extra.loosen_sql);
	}
	column->attributes = column->loosened;
}

void
postponement_loosen(struct fact_set *joint)
{
	for (size_t index = 0; index < joint->count; index++)
	{
		struct fact *fact = &joint->items[index];

		if (fact->is_postponed && fact->kind == FACT_COLUMN && fact->extra.loosen_sql != NULL &&
		    !joint->items[fact->parent].is_postponed)
			loosen_column(fact);
	}
}
