/*
 * Prints the facts of schemas as JSON, one a line, and nothing else.
 *
 *   schema_facts HOST PORT DATABASE USER [--schemas-only] [--suffix SUFFIX] [--room] SCHEMA[=ORIGINAL]...
 *
 * SCHEMA=ORIGINAL says that a shadow has renamed ORIGINAL to SCHEMA, which is not read. With --room the two numbers of
 * lock_room come in place of the facts. Exit status: that of the failure, whose message is on standard error.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/database.h"
#include "base/array.h"
#include "base/json.h"
#include "domain/authentication.h"
#include "domain/login.h"
#include "port/convergence.h"

enum
{
	LIMIT_MS = 60000,
	LOGIN_ARGUMENTS = 5
};

struct question
{
	const char **schemas;
	size_t schema_count;
	struct renamed_schema *renamed;
	size_t renamed_count;
	const char *suffix;
	bool has_globals;
	bool wants_room;
};

static void
append_pairs(struct text *json, const char *name, const struct fact_pairs *pairs)
{
	json_append_name(json, name);
	text_append_char(json, '[');
	for (size_t index = 0; index < pairs->count; index++)
	{
		json_append_separator(json);
		text_append_char(json, '{');
		json_append_name(json, "name");
		json_append_exact(json, pairs->items[index].name);
		if (pairs->items[index].value != NULL)
		{
			json_append_name(json, "value");
			json_append_exact(json, pairs->items[index].value);
		}
		text_append_char(json, '}');
	}
	text_append_char(json, ']');
}

static void
append_text(struct text *json, const char *name, const char *text)
{
	if (text == NULL)
		return;
	json_append_name(json, name);
	json_append_exact(json, text);
}

static void
append_texts(struct text *json, const char *name, const char **texts, size_t count)
{
	if (texts == NULL)
		return;
	json_append_name(json, name);
	text_append_char(json, '[');
	for (size_t index = 0; index < count; index++)
	{
		json_append_separator(json);
		json_append_exact(json, texts[index]);
	}
	text_append_char(json, ']');
}

static void
append_value(struct text *json, const char *name, const struct fact_value *value)
{
	append_text(json, name, value->text);
	if (value->pairs.items != NULL)
	{
		cleanup_text struct text list = TEXT_EMPTY;

		text_append_format(&list, "%s_pairs", name);
		append_pairs(json, text_bytes(&list), &value->pairs);
	}
}

static void
append_attributes(struct text *json, const struct fact *fact)
{
	static const char *const forms[] = {"statement", "none", "parameters",
	                                    "options",   "from", "rename_constraint"};

	json_append_name(json, "attributes");
	text_append_char(json, '{');
	for (size_t index = 0; index < fact->attribute_count; index++)
	{
		const struct fact_attribute *attribute = &fact->attributes[index];

		json_append_name(json, attribute->name);
		text_append_char(json, '{');
		append_value(json, "value", &attribute->value);
		append_value(json, "fresh", &attribute->fresh);
		append_text(json, "form", forms[attribute->form]);
		append_text(json, "text", attribute->text);
		if (attribute->form == SETTER_FROM)
			append_pairs(json, "alternatives", &attribute->alternatives);
		text_append_char(json, '}');
	}
	text_append_char(json, '}');
}

static void
append_privileges(struct text *json, const char *name, const struct fact_privilege_list *list)
{
	json_append_name(json, name);
	text_append_char(json, '[');
	for (size_t index = 0; index < list->count; index++)
	{
		json_append_separator(json);
		text_append_char(json, '{');
		append_text(json, "grantee", list->items[index].grantee);
		append_text(json, "privilege", list->items[index].privilege);
		json_append_truth_member(json, "grantable", list->items[index].is_grantable);
		text_append_char(json, '}');
	}
	text_append_char(json, ']');
}

static void
append_access(struct text *json, const struct fact_access *access)
{
	if (access->on == NULL)
		return;
	json_append_name(json, "access");
	text_append_char(json, '{');
	append_text(json, "on", access->on);
	append_text(json, "column", access->column);
	append_text(json, "prefix", access->prefix);
	append_text(json, "owner", access->owner);
	append_privileges(json, "items", &access->items);
	append_privileges(json, "initial", &access->initial);
	text_append_char(json, '}');
}

static void
append_extra(struct text *json, const struct fact_extra *extra)
{
	json_append_name(json, "extra");
	text_append_char(json, '{');
	append_text(json, "replace_sql", extra->replace_sql);
	append_texts(json, "replace_key", extra->replace_key, extra->replace_key_count);
	append_texts(json, "update_from", extra->update_from, extra->update_from_count);
	append_pairs(json, "parts", &extra->parts);
	append_pairs(json, "composite_columns", &extra->composite_columns);
	json_append_truth_member(json, "inherited", extra->is_inherited);
	json_append_truth_member(json, "partition", extra->is_partition);
	json_append_number_member(json, "inhcount", extra->inherit_count);
	append_text(json, "table", extra->table);
	append_text(json, "name", extra->name);
	append_text(json, "identity_sequence", extra->identity_sequence);
	append_text(json, "constraint_type", extra->constraint_type);
	append_text(json, "rename", extra->rename);
	append_text(json, "slot", extra->slot);
	text_append_char(json, '}');
}

static void
append_key(struct text *json, const struct fact *fact)
{
	cleanup_text struct text key = TEXT_EMPTY;

	text_append_format(&key, "%s %s", fact_kind_name(fact->kind), fact->id);
	json_append_exact(json, text_bytes(&key));
}

static void
append_place(struct text *json, const char *name, const struct fact_set *set, size_t place)
{
	if (place == FACT_NOWHERE)
		return;
	json_append_name(json, name);
	append_key(json, &set->items[place]);
}

static void
append_places(struct text *json, const char *name, const struct fact_set *set,
              const struct fact_places *places)
{
	json_append_name(json, name);
	text_append_char(json, '[');
	for (size_t index = 0; index < places->count; index++)
	{
		json_append_separator(json);
		append_key(json, &set->items[places->items[index]]);
	}
	text_append_char(json, ']');
}

static void
print_fact(const struct fact_set *set, const struct fact *fact)
{
	cleanup_text struct text json = TEXT_EMPTY;

	text_append_char(&json, '{');
	append_text(&json, "kind", fact_kind_name(fact->kind));
	append_text(&json, "id", fact->id);
	append_text(&json, "parent_id", fact->parent_id);
	append_place(&json, "parent", set, fact->parent);
	append_text(&json, "definition", fact->definition);
	append_text(&json, "create", fact->create_sql);
	append_text(&json, "drop", fact->drop_sql);
	append_attributes(&json, fact);
	append_access(&json, &fact->access);
	append_extra(&json, &fact->extra);
	append_place(&json, "attached", set, fact->attached);
	append_place(&json, "owner_column", set, fact->owner_column);
	append_places(&json, "dependencies", set, &fact->dependencies);
	append_places(&json, "order", set, &fact->order);
	(void)printf("%s}\n", text_bytes(&json));
}

static bool
print_facts(const struct database *database, struct session *session,
            const struct question *question, struct failure *failure)
{
	const struct fact_request request = {
		.schemas = question->schemas,
		.schema_count = question->schema_count,
		.has_globals = question->has_globals,
		.renamed = question->renamed,
		.renamed_count = question->renamed_count,
		.suffix = question->suffix,
	};
	cleanup_fact_set struct fact_set set = {0};
	struct lock_room room = {0};

	if (question->wants_room)
	{
		cleanup_name_list struct name_list schemas = {0};
		const struct lock_room_request wanted = {.schemas = &schemas};

		for (size_t index = 0; index < question->schema_count; index++)
			name_list_append(&schemas, question->schemas[index]);
		if (!database->convergence->lock_room(session, &wanted, &room, failure))
			return false;
		(void)printf("%lld %lld\n", (long long)room.needed_count, (long long)room.nominal_count);
		return true;
	}
	if (!database->convergence->facts(session, &request, &set, failure))
		return false;
	for (size_t index = 0; index < set.count; index++)
		print_fact(&set, &set.items[index]);
	return true;
}

static void
add_schema(struct question *question, char *argument)
{
	char *equals = strchr(argument, '=');

	if (equals == NULL)
	{
		*ARRAY_ADD(question->schemas, question->schema_count) = argument;
		return;
	}
	*equals = '\0';
	*ARRAY_ADD(question->renamed, question->renamed_count) =
		(struct renamed_schema){.renamed = argument, .original = equals + 1};
}

static struct question
read_arguments(int count, char **arguments)
{
	struct question question = {.has_globals = true};

	for (int index = 0; index < count; index++)
	{
		if (strcmp(arguments[index], "--schemas-only") == 0)
			question.has_globals = false;
		else if (strcmp(arguments[index], "--room") == 0)
			question.wants_room = true;
		else if (strcmp(arguments[index], "--suffix") == 0 && index + 1 < count)
			question.suffix = arguments[++index];
		else
			add_schema(&question, arguments[index]);
	}
	return question;
}

int
main(int count, char **arguments)
{
	if (count < LOGIN_ARGUMENTS)
		return FAILURE_USAGE;

	const struct database *database = postgres_database();
	const struct login login = {
		.host = arguments[1],
		.port = arguments[2],
		.database = arguments[3],
		.user = arguments[4],
		.password = getenv("PGPASSWORD"),
		.sslmode = "disable",
		.authentication = AUTHENTICATION_ALL,
		.connect_timeout_ms = LIMIT_MS,
		.lock_timeout_ms = LIMIT_MS,
	};
	struct question question = read_arguments(count - LOGIN_ARGUMENTS, arguments + LOGIN_ARGUMENTS);
	struct session *session = NULL;
	struct failure failure = {0};
	bool is_done = database->session->open(database->context, &login, &session, &failure) &&
	               print_facts(database, session, &question, &failure);

	if (!is_done)
		(void)fprintf(stderr, "%s %s\n", failure.message, failure.detail);
	database->session->close(session);
	free(question.schemas);
	free(question.renamed);
	return (int)failure.kind;
}
