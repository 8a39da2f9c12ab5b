#include "domain/catalog/fact_difference.h"

#include <string.h>

#include "base/text.h"
#include "domain/catalog/fact_access.h"
#include "domain/catalog/fact_attribute.h"
#include "domain/catalog/retype.h"
#include "domain/catalog/sequence_start.h"
#include "domain/catalog/statement_text.h"
#include "domain/catalog/type_parts.h"

enum
{
	SET_EXPRESSION_FROM = 170000
};

static const struct fact_value null_value = {0};

bool
fact_definition_is_desired(const struct fact *live, const struct fact *desired)
{
	return strcmp(live->definition, desired->definition) == 0 ||
	       text_is_same(live->definition, desired->extra.reparsed);
}

const struct fact_value *
fact_value_of(const struct fact *fact, const char *name)
{
	const struct fact_attribute *attribute = fact_attribute_find(fact, name);

	return attribute != NULL ? &attribute->value : &null_value;
}

/* A stored generated column; what follows is its expression. */
static bool
is_stored(const char *definition)
{
	return definition[0] == 's';
}

/* The parent's own change reaches it. */
static bool
is_changed_by_parent(const struct fact *column)
{
	return column->extra.is_inherited && column->extra.inherit_count > 0;
}

static bool
change_expression(const struct fact *live, const struct fact *desired, int server_version_num,
                  struct change_steps *steps)
{
	if (is_stored(live->definition) && desired->definition[0] == '\0')
	{
		(void)change_steps_format(steps, "alter table %s alter column %s drop expression",
		                          desired->extra.table, desired->extra.name);
		return true;
	}
	if (!is_stored(live->definition) || !is_stored(desired->definition) ||
	    server_version_num < SET_EXPRESSION_FROM)
		return false;

	const char *expression =
		desired->extra.expression != NULL ? desired->extra.expression : desired->definition + 1;

	change_step_judge(change_steps_format(steps,
	                                      "alter table %s alter column %s set expression as (%s)",
	                                      desired->extra.table, desired->extra.name, expression),
	                  (struct hazard_verdict){HAZARD_REWRITE, NULL});
	return true;
}

/* CREATE OR REPLACE takes what adds to the end of what is there: columns of a view, defaults of a function. */
static bool
can_be_replaced_in_place(const struct fact_extra *live, const struct fact_extra *desired)
{
	if (desired->replace_sql == NULL || desired->replace_key == NULL || live->replace_key == NULL ||
	    live->replace_key_count > desired->replace_key_count)
		return false;
	for (size_t i = 0; i < live->replace_key_count; i++)
	{
		if (!text_is_same(live->replace_key[i], desired->replace_key[i]))
			return false;
	}
	return true;
}

static bool
change_definition(const struct fact *live, const struct fact *desired, int server_version_num,
                  struct change_steps *steps)
{
	if (fact_definition_is_desired(live, desired))
		return true;
	if (is_changed_by_parent(desired) && is_stored(live->definition))
		return true;
	if (desired->kind == FACT_COLUMN && change_expression(live, desired, server_version_num, steps))
		return true;
	if (!can_be_replaced_in_place(&live->extra, &desired->extra))
		return false;
	(void)change_steps_add(steps, desired->extra.replace_sql);
	return true;
}

struct fact_change
{
	const struct fact *live;
	const struct fact *desired;
	struct change_steps *steps;
	bool is_retyped;
};

/* RESTART where the last value is outside of the new bounds. */
static void
set_sequence_options(const struct fact_attribute *desired, struct change_steps *steps)
{
	struct change_step *step = change_steps_add(steps, desired->text);

	step->alternatives[1] = statement_format(steps->texts, "%s restart", desired->text);
}

static void
change_column_type(struct fact_change *change)
{
	if (is_changed_by_parent(change->desired))
		return;
	retype_column(change->live, change->desired, NULL, change->steps);
	change->is_retyped = true;
}

/* The server keeps the type of the sequence with the column's: bounds of a smaller one must fit before. */
static void
change_identity_options(struct fact_change *change, const struct fact_attribute *desired,
                        const struct fact_value *live)
{
	if (fact_value_is_empty(&desired->value) || fact_value_is_empty(live))
		return;
	set_sequence_options(desired, change->steps);
	if (retype_narrows_integer(fact_value_of(change->live, "type")->text,
	                           fact_value_of(change->desired, "type")->text))
		change_steps_last_to_front(change->steps);
}

/* Of the one that stays; it is in the schema of its table. */
static void
rename_identity_sequence(const struct fact_change *change)
{
	const char *live = change->live->extra.identity_sequence;
	const char *desired = change->desired->extra.identity_sequence;

	if (live == NULL || desired == NULL || strcmp(live, desired) == 0)
		return;
	(void)change_steps_format(change->steps, "alter sequence %s rename to %s", live,
	                          statement_own_name(desired));
}

static bool
change_identity(struct fact_change *change, const struct fact_attribute *desired,
                const struct fact_value *live)
{
	/* A partition has that of its parent, whose sequence it shares, when it is attached. */
	if (is_changed_by_parent(change->desired) ||
	    (!fact_value_is_empty(&desired->value) && change->desired->extra.identity_sequence == NULL))
		return true;
	if (!fact_attribute_set(desired, live, change->steps))
		return false;
	if (fact_value_is_empty(live) && !fact_value_is_empty(&desired->value))
		sequence_start_add(change->desired->extra.identity_sequence, change->desired,
		                   change->steps);
	return true;
}

static bool
change_column_attribute(struct fact_change *change, const struct fact_attribute *desired,
                        const struct fact_value *live)
{
	if (strcmp(desired->name, "type") == 0)
	{
		change_column_type(change);
		return true;
	}
	/* Renamed with the parent's, or while the table stands alone. */
	if (strcmp(desired->name, "not_null_name") == 0 && is_changed_by_parent(change->desired))
		return true;
	if (strcmp(desired->name, "identity_options") == 0)
	{
		change_identity_options(change, desired, live);
		return true;
	}
	if (strcmp(desired->name, "identity") == 0)
		return change_identity(change, desired, live);
	return fact_attribute_set(desired, live, change->steps);
}

static bool
can_be_updated_from(const struct fact_extra *extension, const char *version)
{
	for (size_t i = 0; i < extension->update_from_count; i++)
	{
		if (text_is_same(extension->update_from[i], version))
			return true;
	}
	return false;
}

static bool
change_attribute(struct fact_change *change, const struct fact_attribute *desired)
{
	const struct fact_value *live = fact_value_of(change->live, desired->name);

	if (fact_value_is_same(live, &desired->value))
		return true;
	switch (change->desired->kind)
	{
		case FACT_COLUMN:
			return change_column_attribute(change, desired, live);
		case FACT_EXTENSION:
			if (strcmp(desired->name, "version") == 0 &&
			    !can_be_updated_from(&change->desired->extra, live->text))
				return false;
			break;
		case FACT_SEQUENCE:
			if (strcmp(desired->name, "options") == 0)
			{
				set_sequence_options(desired, change->steps);
				return true;
			}
			break;
		default:
			break;
	}
	return fact_attribute_set(desired, live, change->steps);
}

/* An identity goes before NOT NULL does, which it needs, and before a type that it cannot have. */
static bool
loses_identity(const struct fact_change *change, const struct fact_attribute *desired)
{
	return change->desired->kind == FACT_COLUMN && strcmp(desired->name, "identity") == 0 &&
	       fact_value_is_empty(&desired->value) &&
	       !fact_value_is_empty(fact_value_of(change->live, "identity"));
}

static bool
change_attributes_of(struct fact_change *change)
{
	const struct fact *desired = change->desired;
	const struct fact_attribute *last = NULL;

	if (desired->kind == FACT_COLUMN && !is_changed_by_parent(desired))
		rename_identity_sequence(change);
	for (size_t i = 0; i < desired->attribute_count; i++)
	{
		if (loses_identity(change, &desired->attributes[i]))
			last = &desired->attributes[i];
		else if (!change_attribute(change, &desired->attributes[i]))
			return false;
	}
	if (last == NULL)
		return true;

	size_t before = change->steps->count;

	if (!change_attribute(change, last))
		return false;
	if (change->steps->count > before)
		change_steps_last_to_front(change->steps);
	return true;
}

enum fact_outcome
fact_difference(const struct fact *live, const struct fact *desired, int server_version_num,
                struct change_steps *steps, bool *is_retyped)
{
	struct fact_change change = {.live = live, .desired = desired, .steps = steps};

	*is_retyped = false;
	if (!change_definition(live, desired, server_version_num, steps) ||
	    !type_parts_change(live, desired, steps) || !change_attributes_of(&change))
	{
		change_steps_free(steps);
		return FACT_REPLACED;
	}
	if (desired->access.on != NULL && live->access.on != NULL)
		fact_access_change(&desired->access,
		                   (struct fact_access_side){&live->access.items, live->access.owner},
		                   &desired->access.items, steps);
	if (desired->kind == FACT_COMPOSITE_TYPE)
		type_parts_comment(live, desired, steps);
	*is_retyped = change.is_retyped;
	return steps->count > 0 ? FACT_ALTERED : FACT_SAME;
}
