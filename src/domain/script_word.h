#ifndef DOMAIN_SCRIPT_WORD_H
#define DOMAIN_SCRIPT_WORD_H

/* Splits a statement into words, as far as classification needs it. */

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum
{
	SCRIPT_WORD_BYTES = 32 /* no keyword of a rule is longer */
};

/* What is left of a statement. */
struct script_cursor
{
	const char *at;
	const char *end;
};

struct script_word
{
	/* Lower case, a short string with its quotes; a symbol; "\"" for a quoted name; empty at the end. */
	char text[SCRIPT_WORD_BYTES];
};

static inline bool
script_word_is(const struct script_word *word, const char *text)
{
	return strcmp(word->text, text) == 0;
}

/* Takes the next word, skipping comments and blanks before it. */
void script_next_word(struct script_cursor *cursor, struct script_word *word);

/* Takes the next word if it is this one. */
bool script_take_word(struct script_cursor *cursor, const char *wanted);

/* Moves to the next word, behind comments and blanks. */
void script_skip_blank(struct script_cursor *cursor);

/* Moves behind the parenthesis that closes the one just taken, or to the end. */
void script_skip_list(struct script_cursor *cursor);

#endif
