#ifndef BASE_JSON_H
#define BASE_JSON_H

/*
 * Writing JSON (RFC 8259), a piece at a time, into a text.
 *
 * json_append_member() and the functions like it put the comma where one is needed: after anything
 * but an opening bracket or a colon. The caller closes the brackets that it opens.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/*
 * A string that leaves the program, quoted. What is decoded from it is safe to show: base/printable.h, as a part of a
 * line. An escape of JSON alone would be undone by the reader, and reach a terminal all the same.
 */
void json_append_string(struct text *json, const char *string);

/* The same of text of several lines, and of one whose tabs stay as well. */
void json_append_lines(struct text *json, const char *string);
void json_append_tabbed(struct text *json, const char *string);

/* For the server, which must get its own text back; bytes that are not UTF-8 become U+FFFD. */
void json_append_exact(struct text *json, const char *string);

/* "name":, after a comma if one is needed; the value is for the caller to append. */
void json_append_name(struct text *json, const char *name);

/* NULL is written as null. */
void json_append_text_member(struct text *json, const char *name, const char *string);
void json_append_lines_member(struct text *json, const char *name, const char *string);
void json_append_tabbed_member(struct text *json, const char *name, const char *string);
void json_append_number_member(struct text *json, const char *name, int64_t number);
void json_append_truth_member(struct text *json, const char *name, bool truth);
/* A list of strings, cut to one line each. items may be NULL if there are none. */
void json_append_texts_member(struct text *json, const char *name, char *const *items,
                              size_t count);

/* A comma, unless this is the first of its array or object. */
void json_append_separator(struct text *json);

#endif
