#ifndef BASE_JSON_H
#define BASE_JSON_H

/*
 * Writing JSON (RFC 8259), a piece at a time, into a text.
 *
 * json_append_member() and its kin put the comma where one is needed: after
 * anything but an opening bracket or a colon. Who opens brackets closes them.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* Quoted and escaped; bytes that are no UTF-8 become U+FFFD. */
void json_append_string(struct text *json, const char *string);

/* "name":, after a comma if one is needed; the value is for the caller to append. */
void json_append_name(struct text *json, const char *name);

/* NULL is written as null. */
void json_append_text_member(struct text *json, const char *name, const char *string);
void json_append_number_member(struct text *json, const char *name, int64_t number);
void json_append_truth_member(struct text *json, const char *name, bool truth);

/* A comma, unless this is the first of its array or object. */
void json_append_separator(struct text *json);

#endif
