#include "domain/catalog/type_parts.h"

#include <string.h>

#include "base/text.h"
#include "domain/catalog/statement_text.h"

static void
add_label(const struct fact *desired, size_t place, const char *next_live,
          struct change_steps *steps)
{
	cleanup_text struct text statement = TEXT_EMPTY;
	const struct fact_pair *labels = desired->extra.parts.items;

	text_append_format(&statement, "alter type %s add value ", desired->id);
	statement_append_literal(&statement, labels[place].name);
	if (place > 0 || next_live != NULL)
	{
		text_append(&statement, place > 0 ? " after " : " before ");
		statement_append_literal(&statement, place > 0 ? labels[place - 1].name : next_live);
	}
	(void)change_steps_format(steps, "%s", text_bytes(&statement));
}

/* Labels can be added anywhere, for later transactions; none can be removed or moved. */
static bool
change_labels(const struct fact *live, const struct fact *desired, struct change_steps *steps)
{
	const struct fact_pairs *have = &live->extra.parts;
	const struct fact_pairs *want = &desired->extra.parts;
	size_t met = 0;

	for (size_t i = 0; i < want->count; i++)
	{
		if (met < have->count && strcmp(have->items[met].name, want->items[i].name) == 0)
			met++;
		else
			add_label(desired, i, met < have->count ? have->items[met].name : NULL, steps);
	}
	return met == have->count && !desired->extra.needs_new_type;
}

/* Attributes can be dropped anywhere, and added at the end. */
static bool
change_attributes(const struct fact *live, const struct fact *desired, struct change_steps *steps)
{
	const struct fact_pairs *have = &live->extra.parts;
	const struct fact_pairs *want = &desired->extra.parts;
	size_t kept = 0;

	for (size_t i = 0; i < have->count; i++)
	{
		if (fact_pairs_contain(want, &have->items[i]))
		{
			if (!fact_pair_is_same(&have->items[i], &want->items[kept]))
				return false;
			kept++;
			continue;
		}
		change_step_judge(change_steps_format(steps, "alter type %s drop attribute %s", live->id,
		                                      have->items[i].name),
		                  (struct hazard_verdict){HAZARD_DESTRUCTIVE, "takes an attribute away"});
	}
	for (size_t i = kept; i < want->count; i++)
		(void)change_steps_format(steps, "alter type %s add attribute %s %s", live->id,
		                          want->items[i].name, want->items[i].value);
	return true;
}

bool
type_parts_change(const struct fact *live, const struct fact *desired, struct change_steps *steps)
{
	if (fact_pairs_are_same(&live->extra.parts, &desired->extra.parts))
		return true;
	switch (live->kind)
	{
		case FACT_ENUM:
			return change_labels(live, desired, steps);
		case FACT_COMPOSITE_TYPE:
			return change_attributes(live, desired, steps);
		default:
			return false;
	}
}

static void
comment_on(const struct fact *type, const char *attribute, const char *comment,
           struct change_steps *steps)
{
	cleanup_text struct text statement = TEXT_EMPTY;

	text_append_format(&statement, "comment on column %s.%s is ", type->id, attribute);
	if (comment != NULL)
		statement_append_literal(&statement, comment);
	else
		text_append(&statement, "null");
	(void)change_steps_format(steps, "%s", text_bytes(&statement));
}

void
type_parts_comment(const struct fact *live, const struct fact *desired, struct change_steps *steps)
{
	static const struct fact_pairs none = {0};
	const struct fact_pairs *have = live != NULL ? &live->extra.composite_columns : &none;
	const struct fact_pairs *want = &desired->extra.composite_columns;

	for (size_t i = 0; i < have->count; i++)
	{
		const struct fact_pair *found = fact_pairs_find(want, have->items[i].name);

		if (found == NULL || !fact_pair_is_same(found, &have->items[i]))
			comment_on(desired, have->items[i].name, found != NULL ? found->value : NULL, steps);
	}
	for (size_t i = 0; i < want->count; i++)
	{
		if (fact_pairs_find(have, want->items[i].name) == NULL)
			comment_on(desired, want->items[i].name, want->items[i].value, steps);
	}
}
