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
#include "base/mapped_file.h"
#include "base/text.h"

/* text: in place; may have limit_bytes when it is unpacked. */
bool script_text_decode(const char *name, size_t limit_bytes, struct text *text,
                        struct failure *failure);

/*
 * Whether a mapped file is UTF-8 as far as can be told without reading it as such, so that it can
 * stay where it is. False, with a failure, if it holds a NUL; false without, if
 * script_text_decode() has to see to it.
 */
bool script_text_is_plain(const char *name, const struct mapped_file *file,
                          struct failure *failure);

#endif
