#include "domain/object_place.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "domain/renamable_statement.h"
#include "domain/sql_lexeme.h"

enum
{
	PIECES = 3 /* of an id: schema, table, column */
};

/* How the id of a fact is read, and what a statement calls the object. */
static const struct place_rule
{
	enum fact_kind fact;
	bool is_part; /* its table's place will do */
	enum renamable_kind made[3];
} place_rules[] = {
	{FACT_SCHEMA, false, {RENAMABLE_SCHEMA}},
	{FACT_TABLE, false, {RENAMABLE_TABLE, RENAMABLE_FOREIGN_TABLE}},
	{FACT_PARTITION, false, {RENAMABLE_TABLE, RENAMABLE_FOREIGN_TABLE}},
	{FACT_VIEW, false, {RENAMABLE_VIEW}},
	{FACT_MATERIALIZED_VIEW, false, {RENAMABLE_MATERIALIZED_VIEW}},
	{FACT_SEQUENCE, false, {RENAMABLE_SEQUENCE}},
	{FACT_ENUM, false, {RENAMABLE_TYPE}},
	{FACT_COMPOSITE_TYPE, false, {RENAMABLE_TYPE}},
	{FACT_RANGE_TYPE, false, {RENAMABLE_TYPE}},
	{FACT_DOMAIN, false, {RENAMABLE_DOMAIN}},
	{FACT_DOMAIN_DEFAULT, false, {RENAMABLE_DOMAIN}},
	{FACT_FUNCTION, false, {RENAMABLE_FUNCTION, RENAMABLE_PROCEDURE, RENAMABLE_AGGREGATE}},
	{FACT_INDEX, false, {RENAMABLE_INDEX}},
	{FACT_COLUMN, true, {RENAMABLE_COLUMN}},
	{FACT_DEFAULT, true, {RENAMABLE_COLUMN}},
	{FACT_CONSTRAINT, true, {RENAMABLE_CONSTRAINT}},
};

static void
made_free(struct renamable *made)
{
	script_name_free(&made->name);
	free(made->relation);
	free(made->arguments);
}

static void
collect_made(const struct script *script, const struct script_cursor *statement, const char *schema,
             struct object_place_list *list)
{
	struct renamable_list made = {.items = NULL};

	renamable_statement_read(statement->at, (size_t)(statement->end - statement->at), &made);
	for (size_t index = 0; index < made.count; index++)
	{
		struct renamable *item = &made.items[index];

		if (item->kind == RENAMABLE_NONE || item->name.name == NULL)
		{
			made_free(item);
			continue;
		}
		if (item->name.schema == NULL && item->kind != RENAMABLE_SCHEMA)
			item->name.schema = memory_copy_text(schema);
		*ARRAY_ADD(list->items, list->count) = (struct object_place){*item, script, false};
	}
	free(made.items);
}

/* What stands between the dollar quotes of DO; false for all other statements. */
static bool
take_block(struct script_cursor statement, struct script_cursor *body)
{
	struct script_word language;

	if (!script_take_word(&statement, "do"))
		return false;
	if (script_take_word(&statement, "language"))
		script_next_word(&statement, &language);
	script_skip_blank(&statement);
	if (statement.at == statement.end)
		return false;

	const char *open = statement.at;
	const char *end = sql_dollar_quoted_end(open, statement.end);

	if (end == NULL)
		return false;

	size_t tag_bytes =
		(size_t)((const char *)memchr(open + 1, '$', (size_t)(end - open - 1)) + 1 - open);

	*body = (struct script_cursor){open + tag_bytes, end - tag_bytes};
	return body->at < body->end;
}

/* Statements of a block are not cut apart: each begins at its verb and ends at a semicolon. */
static void
collect_block(const struct script *script, struct script_cursor body, const char *schema,
              struct object_place_list *list)
{
	struct script_word word;
	const char *begin = NULL;

	do
	{
		script_skip_blank(&body);

		const char *at = body.at;

		script_next_word(&body, &word);
		if (begin == NULL && (script_word_is(&word, "create") || script_word_is(&word, "alter")))
			begin = at;
		else if (begin != NULL && (script_word_is(&word, ";") || word.text[0] == '\0'))
		{
			collect_made(script, &(const struct script_cursor){begin, at}, schema, list);
			begin = NULL;
		}
	} while (word.text[0] != '\0');
}

static void
collect_places(const struct script *script, const struct statement *statement, const char *schema,
               struct object_place_list *list)
{
	const char *begin = script->text + statement->offset_bytes;
	const struct script_cursor whole = {begin, begin + statement->length_bytes};
	size_t first = list->count;
	struct script_cursor body;

	if (!take_block(whole, &body))
	{
		collect_made(script, &whole, schema, list);
		return;
	}
	collect_block(script, body, schema, list);
	for (size_t index = first; index < list->count; index++)
		list->items[index].is_in_block = true;
}

void
object_place_list_read(const struct script *scripts, size_t script_count, const char *schema,
                       struct object_place_list *list)
{
	for (size_t index = 0; index < script_count; index++)
	{
		for (size_t place = 0; place < scripts[index].statement_count; place++)
			collect_places(&scripts[index], &scripts[index].statements[place], schema, list);
	}
}

/* "shop.item.price", "shop.f(integer)": what stands between the dots; how many pieces there are. */
static size_t
split_id(const char *id, char *pieces[PIECES])
{
	struct script_cursor cursor = {id, id + strlen(id)};
	size_t count = 0;

	do
	{
		pieces[count] = script_take_identifier(&cursor);
		if (pieces[count] == NULL)
			break;
		count++;
	} while (count < PIECES && script_take_word(&cursor, "."));
	return count;
}

static bool
is_kind_of(const struct place_rule *rule, enum renamable_kind kind)
{
	for (size_t index = 0; index < COUNT_OF(rule->made); index++)
	{
		if (rule->made[index] == kind && kind != RENAMABLE_NONE)
			return true;
	}
	return false;
}

/* The pieces from the end on: name, relation of a part, schema. */
static bool
is_named(const struct renamable *made, char *const *pieces, size_t count)
{
	size_t left = count;

	if (left == 0 || strcmp(pieces[--left], made->name.name) != 0)
		return false;
	if (made->relation != NULL && made->kind != RENAMABLE_INDEX &&
	    (left == 0 || strcmp(pieces[--left], made->relation) != 0))
		return false;
	return left == 0 ? made->name.schema == NULL
	                 : left == 1 && made->name.schema != NULL &&
	                       strcmp(pieces[0], made->name.schema) == 0;
}

static bool
find_named(const struct object_place_list *list, const struct place_rule *rule, char *const *pieces,
           size_t count, struct failure_place *place)
{
	for (size_t index = 0; index < list->count; index++)
	{
		const struct object_place *found = &list->items[index];

		if (!is_kind_of(rule, found->made.kind) || !is_named(&found->made, pieces, count))
			continue;
		script_place(found->script, (size_t)(found->made.at - found->script->text), place);
		return true;
	}
	return false;
}

static const struct place_rule *
find_place_rule(enum fact_kind kind)
{
	for (size_t index = 0; index < COUNT_OF(place_rules); index++)
	{
		if (place_rules[index].fact == kind)
			return &place_rules[index];
	}
	return NULL;
}

bool
object_place_find(const struct object_place_list *list, enum fact_kind kind, const char *id,
                  struct failure_place *place)
{
	const struct place_rule *rule = find_place_rule(kind);
	char *pieces[PIECES] = {NULL};

	if (rule == NULL)
		return false;

	size_t count = split_id(id, pieces);
	bool is_found = find_named(list, rule, pieces, count, place) ||
	                (rule->is_part && count > 0 &&
	                 find_named(list, find_place_rule(FACT_TABLE), pieces, count - 1, place));

	for (size_t index = 0; index < PIECES; index++)
		free(pieces[index]);
	return is_found;
}

void
object_place_list_leave_out_blocks(struct object_place_list *list)
{
	size_t kept_count = 0;

	for (size_t index = 0; index < list->count; index++)
	{
		if (list->items[index].is_in_block)
			made_free(&list->items[index].made);
		else
			list->items[kept_count++] = list->items[index];
	}
	list->count = kept_count;
}

void
object_place_list_free(struct object_place_list *list)
{
	for (size_t index = 0; index < list->count; index++)
		made_free(&list->items[index].made);
	free(list->items);
	*list = (struct object_place_list){.items = NULL};
}
