#ifndef DOMAIN_SENTENCE_H
#define DOMAIN_SENTENCE_H

/* Shortens prose to a limit: an Event's note, a termination message. */

#include <stddef.h>

#include "base/text.h"

/*
 * Cuts text to at most limit_bytes: after the last sentence that fits, else after the last
 * word with "..." behind, never inside a character. Bytes that are no UTF-8 and control
 * characters other than the newline become '?'; a tab becomes a space.
 */
void sentence_fit(struct text *text, size_t limit_bytes);

#endif
