#ifndef BASE_BOUNDED_FILE_H
#define BASE_BOUNDED_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/*
 * Reads a file that is expected to be small, whole.
 *
 * content  written on success; may hold secrets: cleanup_secret_text
 * why      written on failure: what is wrong, in words that follow the file's name; the caller
 *          frees it
 */
bool bounded_file_read(int descriptor, size_t limit_bytes, struct text *content, char **why);

/*
 * The same of a path, but only of a regular file or a link to one (kubelet's are links): nobody
 * waits there for the writer of a pipe.
 */
bool bounded_file_read_regular(const char *path, size_t limit_bytes, struct text *content,
                               char **why);

#endif
