#ifndef ADAPTER_POSTGRES_WIRE_COPY_TEXT_H
#define ADAPTER_POSTGRES_WIRE_COPY_TEXT_H

/*
 * A line of COPY ... TO STDOUT (PostgreSQL manual, COPY, "Text Format").
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Cuts a line into its fields, in place; a field that is null becomes NULL.
 * False for a line that PostgreSQL would not have written, or of another number of fields.
 */
bool copy_text_split(char *line, size_t length_bytes, char **fields, size_t field_count);

/* "2026-01-31 23:59:59.123+00", as a timestamp is written in UTC; Unix milliseconds. False for any other text. */
bool copy_text_time(const char *text, int64_t *unix_ms);

#endif
