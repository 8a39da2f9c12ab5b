#ifndef OUTPUT_H
#define OUTPUT_H

#include "base/failure.h"
#include "base/text.h"
#include "domain/settings.h"

/* Whether the answer is for a program (NOETL_OUTPUT). */
bool output_is_json(const struct settings *settings);

/*
 * Writes to standard output, whole. A disk that is full or a reader that has
 * gone is FAILURE_TRANSIENT: half an answer must not look like an answer.
 */
bool output_write(const struct text *text, struct failure *failure);

#endif
