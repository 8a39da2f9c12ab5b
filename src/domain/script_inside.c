#include "domain/script_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/memory.h"
#include "domain/script_word.h"

/* REINDEX begins otherwise, and rebuilds what is defined already. */
static bool
defines_concurrently(const struct script_word *first)
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
	if (!defines_concurrently(&word))
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

/* All that script_free() frees; the statements are the caller's. */
static struct script
copy_script(const struct script *script)
{
	struct script copy = *script;

	copy.name = memory_copy_text(script->name);
	copy.text = memory_copy_bytes(script->text, script->length_bytes);
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
		statement->class =
			blank_concurrently(inside.text + statement->offset_bytes, statement->length_bytes)
				? STATEMENT_TRANSACTIONAL
				: STATEMENT_SKIPPED;
	}
	return inside;
}
