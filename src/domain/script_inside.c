#include "domain/script_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "domain/script_word.h"

static bool
is_word_inside(const struct script_word *word, const char *text)
{
	return strcmp(word->text, text) == 0;
}

/* REINDEX begins otherwise, and rebuilds what is defined already. */
static bool
defines_concurrently(const struct script_word *first)
{
	return is_word_inside(first, "create") || is_word_inside(first, "drop") ||
	       is_word_inside(first, "alter");
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
		if (is_word_inside(&word, "concurrently"))
		{
			size_t end = (size_t)(cursor.at - statement);
			size_t word_bytes = strlen(word.text);

			memset(statement + end - word_bytes, ' ', word_bytes);
			return true;
		}
	}
	return false;
}

struct script
script_inside(const struct script *script)
{
	struct script inside = *script;
	size_t count = script->statement_count;

	inside.name = memory_copy_text(script->name);
	inside.text = memory_copy_bytes(script->text, script->length_bytes);
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
