#ifndef BASE_PRINTABLE_H
#define BASE_PRINTABLE_H

/*
 * Text from anywhere, made safe for a terminal, a log, a file or a JSON string.
 *
 * Names, notices and values are chosen by others. What would move a cursor, begin a line, turn
 * the direction of writing or stay invisible is shown as an escape, the same everywhere: \n and
 * \t, \x1b for a control character of ASCII or a byte that is not UTF-8, \u{9b} for any other
 * character. The result is valid UTF-8. Escaping it again changes nothing.
 *
 * Everything that leaves the program goes through here, except what has to stay as it is to the
 * byte: DDL that is printed, and exported rows.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* Whether a character, given as its number in Unicode, is shown as it is. */
bool printable_is_shown(uint32_t character);

/* Appends a part of a line: its line feeds and tabs are escaped, too. */
void printable_append(struct text *text, const char *string);

/* The same of bytes, behind which there is a NUL somewhere; a NUL among them is escaped. */
void printable_append_bytes(struct text *text, const char *bytes, size_t length_bytes);

/* Appends text of several lines, whose line feeds stay. */
void printable_append_lines(struct text *text, const char *bytes, size_t length_bytes);

/* The same where tabs stay as well: a line of a script with a caret below it, help. */
void printable_append_tabbed(struct text *text, const char *bytes, size_t length_bytes);

/* Appends a whole line and ends it: what the arguments hold cannot begin another one. */
void printable_append_line(struct text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
