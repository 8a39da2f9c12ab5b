#ifndef DOMAIN_ERD_DIAGRAM_WORDS_H
#define DOMAIN_ERD_DIAGRAM_WORDS_H

/*
 * Words of a diagram: what others chose, made fit to be shown.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "base/text_arena.h"

/*
 * One printable line of at most so many characters, the last of them an ellipsis if it was cut. NULL
 * for NULL.
 */
const char *diagram_line(struct text_arena *texts, const char *raw, size_t limit_characters);

/* The same of text of several lines, which become one; NULL if there is nothing in it. */
const char *diagram_paragraph(struct text_arena *texts, const char *raw, size_t limit_characters);

/* The name of a type as it is usually written: "timestamptz" for "timestamp with time zone". */
void diagram_append_type(struct text *text, const char *type);

/* Appends at most so many characters, the last of them an ellipsis if it was cut. */
void diagram_append_cut(struct text *text, const char *line, size_t limit_characters);

/* Replaces characters of a format by what it reads as those. */
struct diagram_escape
{
	char character;
	const char *written;
};

/* Appends a line with the escapes of a table that ends with a NUL. */
void diagram_append_escaped(struct text *text, const char *line,
                            const struct diagram_escape *escapes);

#endif
