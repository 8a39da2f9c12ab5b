#include "domain/script_shadow.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "domain/script_inside.h"
#include "domain/statement_reading.h"

/* A dollar quote that is in no script of this world but ours. */
#define QUOTE "$noetl_schema_shadow$"

/* The text goes behind the script's own, so that places in that stay what they are. */
static void
replace_text(struct script *script, struct statement *statement, const struct text *sql)
{
	script->text = memory_resize(script->text, script->length_bytes + sql->length_bytes + 1, 1);
	memcpy(script->text + script->length_bytes, text_bytes(sql), sql->length_bytes + 1);
	statement->offset_bytes = script->length_bytes;
	statement->length_bytes = sql->length_bytes;
	script->length_bytes += sql->length_bytes;
}

static void
append_original(const struct script *script, const struct statement *statement, struct text *sql)
{
	text_append_bytes(sql, script->text + statement->offset_bytes, statement->length_bytes);
}

static void
allow_duplicate(struct script *script, struct statement *statement)
{
	cleanup_text struct text sql = TEXT_EMPTY;

	text_append(&sql, "do " QUOTE " begin ");
	append_original(script, statement, &sql);
	text_append(&sql, "; exception when duplicate_object or unique_violation or undefined_object "
	                  "or dependent_objects_still_exist then null; end " QUOTE);
	replace_text(script, statement, &sql);
}

static void
append_literal(struct text *sql, const char *value)
{
	text_append_char(sql, '\'');
	for (; *value != '\0'; value++)
	{
		if (*value == '\'')
			text_append_char(sql, '\'');
		text_append_char(sql, *value);
	}
	text_append_char(sql, '\'');
}

static void
append_move(const struct extension_reading *extension, struct text *sql)
{
	text_append(sql, "begin execute pg_catalog.format('alter extension %I set schema %I', ");
	append_literal(sql, extension->name);
	text_append(sql, ", ");
	if (extension->schema != NULL)
		append_literal(sql, extension->schema);
	else
		text_append(sql, "pg_catalog.current_schema()");
	text_append(sql, "); exception when others then null; end; ");
}

static void
append_update(const struct extension_reading *extension, struct text *sql)
{
	text_append(sql, "begin alter extension ");
	script_identifier_append(sql, extension->name);
	text_append(sql, " update to ");
	script_identifier_append(sql, extension->version);
	text_append(sql, "; exception when others then drop extension ");
	script_identifier_append(sql, extension->name);
	text_append(sql, " cascade; ");
}

static void
append_bring(const struct script *script, const struct statement *statement,
             const struct extension_reading *extension, struct text *sql)
{
	append_move(extension, sql);
	if (extension->version == NULL)
		return;
	append_update(extension, sql);
	append_original(script, statement, sql);
	text_append(sql, "; end; ");
}

static void
allow_extension(struct script *script, struct statement *statement,
                const struct extension_reading *extension, bool is_moved)
{
	cleanup_text struct text sql = TEXT_EMPTY;

	text_append(&sql, "do " QUOTE " begin if exists (select from pg_catalog.pg_extension where "
	                  "extname operator(pg_catalog.=) ");
	append_literal(&sql, extension->name);
	text_append(&sql, ") then ");
	if (is_moved)
		append_bring(script, statement, extension, &sql);
	else
		text_append(&sql, "null; ");
	text_append(&sql, "else ");
	append_original(script, statement, &sql);
	text_append(&sql, "; end if; end " QUOTE);
	replace_text(script, statement, &sql);
}

static enum statement_shadow
way_of(const struct script *script, const struct statement *statement)
{
	return statement_is_sent(statement)
	           ? statement_shadow(script->text + statement->offset_bytes, statement->length_bytes)
	           : SHADOW_RUNS;
}

static void
prepare(struct script *script, struct statement *statement, bool moves_extensions,
        struct name_list *extensions)
{
	cleanup_statement_reading struct statement_reading reading = {.role = ROLE_NONE};

	/* Rows are many, and nothing is to be read in them. */
	if (way_of(script, statement) == SHADOW_RUNS)
		return;
	statement_reading_fill(script, statement, &reading);
	switch (reading.shadow)
	{
		case SHADOW_RUNS:
			break;
		case SHADOW_MAY_EXIST:
			allow_duplicate(script, statement);
			break;
		case SHADOW_EXTENSION:
			if (extensions != NULL)
				name_list_append_once(extensions, reading.extension.name);
			allow_extension(script, statement, &reading.extension, moves_extensions);
			break;
		case SHADOW_LEAVES_OUT:
			statement->class = STATEMENT_SKIPPED;
			break;
	}
}

bool
script_shadow_differs(const struct script *script)
{
	if (script_has_outside(script))
		return true;
	for (size_t index = 0; index < script->statement_count; index++)
	{
		if (way_of(script, &script->statements[index]) != SHADOW_RUNS)
			return true;
	}
	return false;
}

struct script
script_shadow(const struct script *script, bool moves_extensions, struct name_list *extensions)
{
	struct script shadow = script_inside(script);

	for (size_t index = 0; index < shadow.statement_count; index++)
		prepare(&shadow, &shadow.statements[index], moves_extensions, extensions);
	return shadow;
}
