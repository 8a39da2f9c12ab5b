#ifndef ADAPTER_BUNDLE_GZIP_TEXT_H
#define ADAPTER_BUNDLE_GZIP_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "base/text.h"

/* Whether it begins as gzip files do (RFC 1952). */
bool gzip_text_is(const char *bytes, size_t length_bytes);

/*
 * Unpacks all members of a gzip file, in place; what it unpacks to may have limit_bytes.
 * FAILURE_SETTINGS for one that is damaged, cut off or too large; FAILURE_INTERRUPTED.
 */
bool gzip_text_unpack(const char *name, size_t limit_bytes, struct text *text,
                      struct failure *failure);

#endif
