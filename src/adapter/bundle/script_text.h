#ifndef ADAPTER_BUNDLE_SCRIPT_TEXT_H
#define ADAPTER_BUNDLE_SCRIPT_TEXT_H

/*
 * Makes text of what a file holds: gzip is unpacked, UTF-16 with a byte order mark converted, the
 * mark left out. What is no text (an archive of pg_dump, another compression, a NUL byte) is
 * FAILURE_SETTINGS, with how to make text of it. Whether the rest is UTF-8 is for the scan, which
 * knows the place.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "base/text.h"

/* text: in place; may have limit_bytes when it is unpacked. */
bool script_text_decode(const char *name, size_t limit_bytes, struct text *text,
                        struct failure *failure);

#endif
