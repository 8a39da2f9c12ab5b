#include "domain/script_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/memory.h"
#include "domain/script_word.h"

/* REINDEX begins otherwise, and rebuilds what is defined already; CALL and DO may commit. */
static bool
begins_definition(const struct script_word *first)
{
	return script_word_is(first, "create") || script_word_is(first, "drop") ||
	       script_word_is(first, "alter");
}

/* False where there is no such word: then it is another thing that keeps the statement outside. */
static bool
blank_concurrently(char *statement, size_t length_bytes)
{
	struct script_cursor cursor = {.at = statement, .end = statement + length_bytes};
	struct script_word word;

	script_next_word(&cursor, &word);
	if (!begins_definition(&word))
		return false;
	while (word.text[0] != '\0')
	{
		script_next_word(&cursor, &word);
		if (script_word_is(&word, "concurrently"))
		{
			size_t end = (size_t)(cursor.at - statement);
			size_t word_bytes = strlen(word.text);

			memset(statement + end - word_bytes, ' ', word_bytes);
			return true;
		}
	}
	return false;
}

/* A marker has put it outside, which it need not be: ALTER TYPE ... ADD VALUE. */
static bool
may_be_inside(const char *statement, size_t length_bytes)
{
	struct script_cursor cursor = {.at = statement, .end = statement + length_bytes};
	struct script_word word;

	script_next_word(&cursor, &word);
	return begins_definition(&word) &&
	       statement_classify(statement, length_bytes) == STATEMENT_TRANSACTIONAL;
}

/* All that script_free() frees; the statements are the caller's. */
static struct script
copy_script(const struct script *script)
{
	struct script copy = *script;

	copy.name = memory_copy_text(script->name);
	copy.text = memory_copy_bytes(script->text, script->length_bytes);
	copy.mapping = NULL;
	copy.path = memory_copy_text_or_null(script->path);
	copy.folder = memory_copy_text_or_null(script->folder);
	copy.parts = NULL;
	copy.part_count = 0;
	for (size_t index = 0; index < script->part_count; index++)
	{
		struct script_part part = script->parts[index];

		part.name = memory_copy_text(part.name);
		*ARRAY_ADD(copy.parts, copy.part_count) = part;
	}
	return copy;
}

struct script
script_inside(const struct script *script)
{
	struct script inside = copy_script(script);
	size_t count = script->statement_count;

	inside.statements = memory_allocate(count, sizeof *inside.statements);
	for (size_t index = 0; index < count; index++)
	{
		struct statement *statement = &inside.statements[index];

		*statement = script->statements[index];
		if (statement->class != STATEMENT_OUTSIDE)
			continue;

		char *text = inside.text + statement->offset_bytes;
		bool is_inside = may_be_inside(text, statement->length_bytes) ||
		                 blank_concurrently(text, statement->length_bytes);

		statement->class = is_inside ? STATEMENT_TRANSACTIONAL : STATEMENT_SKIPPED;
	}
	return inside;
}
