#include "domain/dropping_statement.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/count_of.h"
#include "base/memory.h"

struct dropping_rule
{
	const char *words[2]; /* behind DROP */
	enum fact_kind kinds[DROPPED_KINDS];
	bool is_part; /* its name is followed by ON and that of the relation */
};

/* A kind is repeated where there are fewer. */
#define ONE(kind)              \
	{                          \
		kind, kind, kind, kind \
	}

static const struct dropping_rule dropping_rules[] = {
	{{"table"}, ONE(FACT_TABLE), false},
	{{"foreign", "table"}, ONE(FACT_TABLE), false},
	{{"view"}, ONE(FACT_VIEW), false},
	{{"materialized", "view"}, ONE(FACT_MATERIALIZED_VIEW), false},
	{{"index"}, ONE(FACT_INDEX), false},
	{{"sequence"}, ONE(FACT_SEQUENCE), false},
	{{"type"}, {FACT_ENUM, FACT_COMPOSITE_TYPE, FACT_RANGE_TYPE, FACT_DOMAIN}, false},
	{{"domain"}, ONE(FACT_DOMAIN), false},
	{{"function"}, ONE(FACT_FUNCTION), false},
	{{"procedure"}, ONE(FACT_FUNCTION), false},
	{{"aggregate"}, ONE(FACT_FUNCTION), false},
	{{"routine"}, ONE(FACT_FUNCTION), false},
	{{"statistics"}, ONE(FACT_STATISTICS), false},
	{{"collation"}, ONE(FACT_COLLATION), false},
	{{"trigger"}, ONE(FACT_TRIGGER), true},
	{{"policy"}, ONE(FACT_POLICY), true},
	{{"rule"}, ONE(FACT_RULE), true},
};

static const enum fact_kind column_kinds[DROPPED_KINDS] = ONE(FACT_COLUMN);
static const enum fact_kind constraint_kinds[DROPPED_KINDS] = ONE(FACT_CONSTRAINT);

static const struct dropping_rule *
take_dropped_kind(struct script_cursor *cursor)
{
	for (size_t index = 0; index < COUNT_OF(dropping_rules); index++)
	{
		const struct dropping_rule *rule = &dropping_rules[index];
		struct script_cursor ahead = *cursor;

		if (!script_take_word(&ahead, rule->words[0]) ||
		    (rule->words[1] != NULL && !script_take_word(&ahead, rule->words[1])))
			continue;
		*cursor = ahead;
		return rule;
	}
	return NULL;
}

static void
skip_if_there(struct script_cursor *cursor)
{
	struct script_cursor ahead = *cursor;

	if (script_take_word(&ahead, "if") && script_take_word(&ahead, "exists"))
		*cursor = ahead;
}

/* As they are written; (*) of an aggregate is no argument. */
static char *
take_dropped_arguments(struct script_cursor *cursor)
{
	struct script_cursor star = *cursor;

	if (!script_take_word(cursor, "("))
		return NULL;

	const char *start = cursor->at - 1;

	script_skip_list(cursor);
	if (script_take_word(&star, "(") && script_take_word(&star, "*"))
		return memory_copy_text("()");
	return memory_copy_bytes(start, (size_t)(cursor->at - start));
}

static void
read_objects(struct script_cursor *cursor, const struct dropping_rule *rule,
             struct dropped_object_list *dropped)
{
	do
	{
		struct dropped_object object = {.kinds = rule->kinds};

		if (!script_take_name(cursor, &object.name))
			return;
		if (rule->kinds[0] == FACT_FUNCTION)
			object.arguments = take_dropped_arguments(cursor);
		*ARRAY_ADD(dropped->items, dropped->count) = object;
	} while (script_take_word(cursor, ","));
}

static void
read_part(struct script_cursor *cursor, const struct dropping_rule *rule,
          struct dropped_object_list *dropped)
{
	struct dropped_object object = {.kinds = rule->kinds, .part = script_take_identifier(cursor)};

	if (object.part != NULL && script_take_word(cursor, "on") &&
	    script_take_name(cursor, &object.name))
		*ARRAY_ADD(dropped->items, dropped->count) = object;
	else
		free(object.part);
}

static void
read_drop(struct script_cursor *cursor, struct dropped_object_list *dropped)
{
	const struct dropping_rule *rule = take_dropped_kind(cursor);

	if (rule == NULL)
		return;
	(void)script_take_word(cursor, "concurrently");
	skip_if_there(cursor);
	if (rule->is_part)
		read_part(cursor, rule, dropped);
	else
		read_objects(cursor, rule, dropped);
}

/* Up to the comma before the next action, which it takes; false at the end. */
static bool
skip_action(struct script_cursor *cursor)
{
	struct script_word word;

	for (;;)
	{
		script_next_word(cursor, &word);
		if (word.text[0] == '\0')
			return false;
		if (word.text[0] == ',')
			return true;
		if (word.text[0] == '(')
			script_skip_list(cursor);
	}
}

static void
read_drop_action(struct script_cursor cursor, const struct script_name *relation,
                 struct dropped_object_list *dropped)
{
	struct dropped_object object = {.kinds = column_kinds};

	if (!script_take_word(&cursor, "drop"))
		return;
	if (script_take_word(&cursor, "constraint"))
		object.kinds = constraint_kinds;
	else
		(void)script_take_word(&cursor, "column");
	skip_if_there(&cursor);
	object.part = script_take_identifier(&cursor);
	if (object.part == NULL)
		return;
	object.name.schema = memory_copy_text_or_null(relation->schema);
	object.name.name = memory_copy_text(relation->name);
	*ARRAY_ADD(dropped->items, dropped->count) = object;
}

static void
read_drop_actions(struct script_cursor *cursor, struct dropped_object_list *dropped)
{
	cleanup_script_name struct script_name relation = {NULL, NULL};

	(void)script_take_word(cursor, "foreign");
	if (!script_take_word(cursor, "table"))
		return;
	skip_if_there(cursor);
	(void)script_take_word(cursor, "only");
	if (!script_take_name(cursor, &relation))
		return;
	(void)script_take_word(cursor, "*");
	do
		read_drop_action(*cursor, &relation, dropped);
	while (skip_action(cursor));
}

void
dropping_statement_read(const char *statement, size_t length_bytes,
                        struct dropped_object_list *dropped)
{
	struct script_cursor cursor = {statement, statement + length_bytes};

	if (script_take_word(&cursor, "drop"))
		read_drop(&cursor, dropped);
	else if (script_take_word(&cursor, "alter"))
		read_drop_actions(&cursor, dropped);
}

void
dropped_object_list_free(struct dropped_object_list *dropped)
{
	for (size_t index = 0; index < dropped->count; index++)
	{
		script_name_free(&dropped->items[index].name);
		free(dropped->items[index].part);
		free(dropped->items[index].arguments);
	}
	free(dropped->items);
	*dropped = (struct dropped_object_list){0};
}
