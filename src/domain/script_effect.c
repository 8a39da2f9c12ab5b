#include "domain/script_effect.h"

#include <stdbool.h>

#include "domain/script_word.h"

static const char *const row_words[] = {"insert", "update", "delete", "merge", "copy", NULL};
/* Event triggers would run with them; those of a script that is no superuser's run from 18 on only. */
static const char *const quiet_words[] = {
	"close", "comment", "deallocate", "declare", "drop",     "grant",    "listen",
	"lock",  "notify",  "prepare",    "revoke",  "security", "unlisten", NULL,
};
/* Words between CREATE and what is created. */
static const char *const adjective_words[] = {
	"or", "replace", "constraint", "global", "local", "temp", "temporary", "recursive", NULL,
};
/* CREATE of these evaluates nothing; TABLE can be CREATE TABLE ... AS, INDEX that of an expression. */
static const char *const quiet_kinds[] = {
	"aggregate", "cast",     "collation",  "function", "operator", "policy", "procedure", "role",
	"rule",      "sequence", "statistics", "trigger",  "type",     "view",   NULL,
};

static bool
is_one_of(const struct script_word *word, const char *const *words)
{
	for (; *words != NULL; words++)
	{
		if (script_word_is(word, *words))
			return true;
	}
	return false;
}

static enum statement_effect
effect_of_create(struct script_cursor *cursor)
{
	struct script_word word;

	do
		script_next_word(cursor, &word);
	while (is_one_of(&word, adjective_words));
	return is_one_of(&word, quiet_kinds) ? EFFECT_NONE : EFFECT_SETTINGS;
}

enum statement_effect
statement_effect(const char *statement, size_t length_bytes)
{
	struct script_cursor cursor = {.at = statement, .end = statement + length_bytes};
	struct script_word word;

	script_next_word(&cursor, &word);
	if (script_word_is(&word, "create"))
		return effect_of_create(&cursor);
	if (is_one_of(&word, row_words))
		return EFFECT_ROWS;
	return is_one_of(&word, quiet_words) ? EFFECT_NONE : EFFECT_SETTINGS;
}
