#include "domain/statement_reading.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/count_of.h"
#include "base/memory.h"

static void
read_concurrent(struct script_cursor cursor, struct statement_writing *writing)
{
	struct script_word word;
	struct script_name table;

	do
		script_next_word(&cursor, &word);
	while (word.text[0] != '\0' && !script_word_is(&word, "on"));
	(void)script_take_word(&cursor, "only");
	if (script_take_name(&cursor, &table))
		*ARRAY_ADD(writing->objects, writing->object_count) = table;
}

static void
read_outside(const char *text, size_t length_bytes, struct statement_reading *reading)
{
	static const char *const definitions[] = {
		"create ?unique index concurrently",
		"drop index concurrently",
		"alter table",
	};
	const struct script_cursor cursor = {text, text + length_bytes};

	reading->role = ROLE_OUTSIDE;
	for (size_t index = 0; index < COUNT_OF(definitions); index++)
		reading->is_concurrent |= statement_begins(text, length_bytes, definitions[index]);
	reading->shadow = reading->is_concurrent ? SHADOW_RUNS : SHADOW_LEAVES_OUT;
	if (statement_begins(text, length_bytes, definitions[0]))
		read_concurrent(cursor, &reading->writing);
}

/* A version may be written as a name or as a string. */
static char *
take_version(struct script_cursor *cursor)
{
	struct script_word word;
	char *name = script_take_identifier(cursor);

	if (name != NULL)
		return name;
	script_skip_blank(cursor);

	const char *start = cursor->at;

	script_next_word(cursor, &word);
	if (word.text[0] != '\'' || cursor->at - start < 2)
		return NULL;
	return memory_copy_bytes(start + 1, (size_t)(cursor->at - start) - 2);
}

static void
read_extension(struct script_cursor cursor, struct extension_reading *extension)
{
	(void)script_take_word(&cursor, "create");
	(void)script_take_word(&cursor, "extension");
	if (script_take_word(&cursor, "if"))
		extension->if_not_exists =
			script_take_word(&cursor, "not") && script_take_word(&cursor, "exists");
	extension->name = script_take_identifier(&cursor);
	(void)script_take_word(&cursor, "with");
	for (;;)
	{
		struct script_word word;

		script_next_word(&cursor, &word);
		if (script_word_is(&word, "schema") && extension->schema == NULL)
			extension->schema = script_take_identifier(&cursor);
		else if (script_word_is(&word, "version") && extension->version == NULL)
			extension->version = take_version(&cursor);
		else if (script_word_is(&word, "cascade"))
			extension->cascade = true;
		else
			return;
	}
}

static bool is_read(enum statement_class class)
{
	return class == STATEMENT_TRANSACTIONAL || class == STATEMENT_COPY_STDIN;
}

void
statement_reading_fill(const struct script *script, const struct statement *statement,
                       struct statement_reading *reading)
{
	const char *text = script->text + statement->offset_bytes;
	const struct script_cursor cursor = {text, text + statement->length_bytes};

	*reading = (struct statement_reading){.role = ROLE_NONE, .shadow = SHADOW_LEAVES_OUT};
	if (statement->class == STATEMENT_OUTSIDE)
		read_outside(text, statement->length_bytes, reading);
	if (statement->class == STATEMENT_BEGIN_COMMIT || statement->class == STATEMENT_REFUSED)
		reading->role = ROLE_TRANSACTION;
	if (!is_read(statement->class))
		return;
	reading->role = statement_role(text, statement->length_bytes);
	reading->shadow = statement_shadow(text, statement->length_bytes);
	if (reading->role == ROLE_OTHER || reading->role == ROLE_TRANSACTION)
		reading->shadow = SHADOW_LEAVES_OUT;
	if (reading->shadow == SHADOW_EXTENSION)
		read_extension(cursor, &reading->extension);
	statement_writing_read(cursor, &reading->role, &reading->writing);
	if (reading->writing.reads_or_writes_file)
		reading->shadow = SHADOW_LEAVES_OUT;
}

void
statement_reading_free(struct statement_reading *reading)
{
	statement_writing_free(&reading->writing);
	free(reading->extension.name);
	free(reading->extension.schema);
	free(reading->extension.version);
	*reading = (struct statement_reading){.role = ROLE_NONE};
}
