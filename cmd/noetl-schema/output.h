#ifndef OUTPUT_H
#define OUTPUT_H

#include "base/failure.h"
#include "base/text.h"
#include "domain/settings.h"

/* Whether the answer is for a program (NOETL_OUTPUT). */
bool output_is_json(const struct settings *settings);

/* Whether standard output is a terminal that shows colours, and they are wanted. */
bool output_shows_color(void);

/* Whether it is SQL that psql runs. */
bool output_is_sql(const struct settings *settings);

/*
 * Writes to standard output, whole, made printable (base/printable.h); what must not begin a line
 * is escaped before it becomes a part of the text. A disk that is full or a reader that has gone is
 * FAILURE_TRANSIENT: half an answer must not look like an answer. The program waits for a reader
 * that does not read until a stop signal, FAILURE_INTERRUPTED.
 */
bool output_write(const struct text *text, struct failure *failure);

/* The same for text that must stay the same to the byte: DDL. */
bool output_write_exactly(const struct text *text, struct failure *failure);

#endif
