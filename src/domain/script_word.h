#ifndef DOMAIN_SCRIPT_WORD_H
#define DOMAIN_SCRIPT_WORD_H

/*
 * The words of a statement, as far as telling statements apart needs them.
 */

#include <stddef.h>

enum
{
	SCRIPT_WORD_BYTES = 32 /* longer ones are no keywords of a rule */
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

/* Takes the next word, comments and blanks before it skipped. */
void script_next_word(struct script_cursor *cursor, struct script_word *word);

#endif
