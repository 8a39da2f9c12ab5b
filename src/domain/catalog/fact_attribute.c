#include "domain/catalog/fact_attribute.h"

#include <string.h>

#include "base/text.h"
#include "domain/catalog/statement_text.h"

static void
add_unless_empty(const char *statement, struct change_steps *steps)
{
	if (statement != NULL && statement[0] != '\0')
		(void)change_steps_add(steps, statement);
}

static void
append_parameter(struct text *list, const struct fact_pair *parameter)
{
	statement_append_separator(list, 0);
	text_append_format(list, "%s=", parameter->name);
	statement_append_literal(list, parameter->value);
}

static void
set_parameters(const struct fact_attribute *desired, const struct fact_pairs *live,
               struct change_steps *steps)
{
	cleanup_text struct text gone = TEXT_EMPTY;
	cleanup_text struct text put = TEXT_EMPTY;

	for (size_t i = 0; i < live->count; i++)
	{
		if (fact_pairs_find(&desired->value.pairs, live->items[i].name) != NULL)
			continue;
		statement_append_separator(&gone, 0);
		text_append(&gone, live->items[i].name);
	}
	for (size_t i = 0; i < desired->value.pairs.count; i++)
	{
		if (!fact_pairs_contain(live, &desired->value.pairs.items[i]))
			append_parameter(&put, &desired->value.pairs.items[i]);
	}
	if (gone.length_bytes > 0)
		(void)change_steps_format(steps, "%s reset (%s)", desired->text, text_bytes(&gone));
	if (put.length_bytes > 0)
		(void)change_steps_format(steps, "%s set (%s)", desired->text, text_bytes(&put));
}

static void
append_option(struct text *list, const char *verb, const struct fact_pair *option)
{
	statement_append_separator(list, 0);
	text_append_format(list, "%s ", verb);
	statement_append_identifier(list, option->name);
	if (strcmp(verb, "drop") == 0)
		return;
	text_append_char(list, ' ');
	statement_append_literal(list, option->value);
}

/* The verb for each option that both sides have, or that the live one lacks; the other kind is left out. */
static void
append_options(struct text *list, const struct fact_pairs *live, const struct fact_pairs *desired,
               const char *verb)
{
	bool is_about_both = strcmp(verb, "set") == 0;

	for (size_t i = 0; i < desired->count; i++)
	{
		const struct fact_pair *option = &desired->items[i];
		const struct fact_pair *before = fact_pairs_find(live, option->name);

		if ((before != NULL) == is_about_both &&
		    (before == NULL || !fact_pair_is_same(before, option)))
			append_option(list, verb, option);
	}
}

static void
set_options(const struct fact_attribute *desired, const struct fact_pairs *live,
            struct change_steps *steps)
{
	cleanup_text struct text list = TEXT_EMPTY;

	for (size_t i = 0; i < live->count; i++)
	{
		if (fact_pairs_find(&desired->value.pairs, live->items[i].name) == NULL)
			append_option(&list, "drop", &live->items[i]);
	}
	append_options(&list, live, &desired->value.pairs, "set");
	append_options(&list, live, &desired->value.pairs, "add");
	if (list.length_bytes > 0)
		(void)change_steps_format(steps, "%s options (%s)", desired->text, text_bytes(&list));
}

static void
set_from(const struct fact_attribute *desired, const struct fact_value *live,
         struct change_steps *steps)
{
	const struct fact_pair *found =
		fact_pairs_find(&desired->alternatives, live->text != NULL ? live->text : "");

	if (found == NULL)
		found = fact_pairs_find(&desired->alternatives, "*");
	if (found != NULL)
		add_unless_empty(found->value, steps);
}

static void
rename_constraint(const struct fact_attribute *desired, const struct fact_value *live,
                  struct change_steps *steps)
{
	cleanup_text struct text statement = TEXT_EMPTY;

	if (fact_value_is_empty(live) || fact_value_is_empty(&desired->value))
		return;
	text_append_format(&statement, "alter table %s rename constraint ", desired->text);
	statement_append_identifier(&statement, live->text);
	text_append(&statement, " to ");
	statement_append_identifier(&statement, desired->value.text);
	(void)change_steps_format(steps, "%s", text_bytes(&statement));
}

/* Without one the attribute is of other objects of the kind, like the parameters of a constraint's index. */
static bool
needs_text(enum setter_form form)
{
	return form == SETTER_PARAMETERS || form == SETTER_OPTIONS || form == SETTER_RENAME_CONSTRAINT;
}

bool
fact_attribute_set(const struct fact_attribute *desired, const struct fact_value *live,
                   struct change_steps *steps)
{
	if (desired->text == NULL && needs_text(desired->form))
		return true;
	switch (desired->form)
	{
		case SETTER_STATEMENT:
			add_unless_empty(desired->text, steps);
			return true;
		case SETTER_PARAMETERS:
			set_parameters(desired, &live->pairs, steps);
			return true;
		case SETTER_OPTIONS:
			set_options(desired, &live->pairs, steps);
			return true;
		case SETTER_FROM:
			set_from(desired, live, steps);
			return true;
		case SETTER_RENAME_CONSTRAINT:
			rename_constraint(desired, live, steps);
			return true;
		case SETTER_NONE:
			break;
	}
	return false;
}
