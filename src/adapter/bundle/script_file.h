#ifndef ADAPTER_BUNDLE_SCRIPT_FILE_H
#define ADAPTER_BUNDLE_SCRIPT_FILE_H

/*
 * Reads a DDL script from a file, a pipe or ("-") standard input.
 *
 * bounds  at most SCRIPT_FILE_LIMIT_BYTES, less what other scripts of the run have taken of it
 * script  written on success; the caller frees what it points to with script_free()
 * Failures: FAILURE_SETTINGS for what cannot be opened or read, is a folder, holds
 * a NUL byte (the server would take the text up to it), is too large or does not end
 * in time; FAILURE_INTERRUPTED. A byte order mark is left out.
 */

#include <stdbool.h>

#include "base/bounded_file.h"
#include "base/failure.h"
#include "domain/script.h"

enum
{
	/* Of what is in memory: pipes, packed files, UTF-16, files that include others. */
	SCRIPT_FILE_LIMIT_BYTES = 64 * 1024 * 1024,
	/* A regular file of UTF-8 from this size on is read where it is, and is in no memory. */
	SCRIPT_MAPPED_LEAST_BYTES = 1024 * 1024,
	SCRIPT_MAPPED_LIMIT_BYTES = 1024 * 1024 * 1024
};

bool script_file_read(const char *path, const struct file_bounds *bounds, struct script *script,
                      struct failure *failure);

/* The same of a regular file alone, which may include no other. */
bool script_file_read_regular(const char *path, const struct file_bounds *bounds,
                              struct script *script, struct failure *failure);

#endif
