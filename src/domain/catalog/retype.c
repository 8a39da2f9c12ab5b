#include "domain/catalog/retype.h"

#include <string.h>

#include "base/count_of.h"
#include "base/text.h"
#include "domain/catalog/statement_text.h"

static const char *
column_type(const struct fact *column)
{
	return fact_attribute_find(column, "type")->value.text;
}

void
retype_column(const struct fact *live, const struct fact *desired, const char *using,
              struct change_steps *steps)
{
	const struct fact_attribute *type = fact_attribute_find(desired, "type");
	const char *name = desired->extra.name;
	const char *plain = type_without_collation(steps->texts, type->value.text);
	struct change_step *step;

	if (using != NULL)
	{
		step = change_steps_format(steps, "%s using %s", type->text, using);
	}
	else
	{
		step = change_steps_format(steps, "%s using %s::%s", type->text, name, plain);
		step->alternatives[1] =
			statement_format(steps->texts, "%s using %s::text::%s", type->text, name, plain);
		step->alternatives[2] = type->text;
	}
	change_step_judge(step, hazard_of_retype(column_type(live), type->value.text, steps->texts));
	change_steps_last_to_front(steps);
}

/* Attribute by attribute, by name: "row((c).a::integer, null::text)". */
static const char *
using_row(const struct fact *live, const struct fact *desired, const char *column,
          struct text_arena *texts)
{
	cleanup_text struct text row = TEXT_EMPTY;

	for (size_t i = 0; i < desired->extra.parts.count; i++)
	{
		const struct fact_pair *part = &desired->extra.parts.items[i];
		const char *type = type_without_collation(texts, part->value);

		statement_append_separator(&row, 0);
		if (fact_pairs_find(&live->extra.parts, part->name) != NULL)
			text_append_format(&row, "(%s).%s::%s", column, part->name, type);
		else
			text_append_format(&row, "null::%s", type);
	}
	return text_arena_copy(texts, text_bytes(&row));
}

static bool
is_array(const char *type)
{
	size_t length = strlen(type);

	return length > 2 && strcmp(type + length - 2, "[]") == 0;
}

const char *
retype_using(const struct fact *live, const struct fact *desired, const struct fact *column,
             struct text_arena *texts)
{
	const char *name = column->extra.name;
	const char *type = type_without_collation(texts, column_type(column));

	if (live->kind == FACT_COLLATION)
		return NULL;
	if (live->kind == FACT_COMPOSITE_TYPE && desired->kind == FACT_COMPOSITE_TYPE &&
	    !is_array(type))
		return statement_format(texts, "case when %s is null then null else row(%s)::%s end", name,
		                        using_row(live, desired, name, texts), type);
	return statement_format(texts, "%s::%s::%s", name, is_array(type) ? "text[]" : "text", type);
}

static size_t
integer_rank(const char *type)
{
	static const char *const integers[] = {"smallint", "integer", "bigint"};
	size_t rank = 0;

	while (rank < COUNT_OF(integers) && strcmp(integers[rank], type) != 0)
		rank++;
	return rank;
}

bool
retype_narrows_integer(const char *live_type, const char *desired_type)
{
	return integer_rank(desired_type) < integer_rank(live_type);
}
