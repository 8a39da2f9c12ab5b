#ifndef ADAPTER_BUNDLE_SCRIPT_FILE_H
#define ADAPTER_BUNDLE_SCRIPT_FILE_H

/*
 * Reads a DDL script from a file, a pipe or ("-") standard input.
 *
 * script  written on success; the caller frees what it points to with script_free()
 * Failures: FAILURE_SETTINGS for what cannot be opened or read, is a folder, holds
 * a NUL byte (the server would take the text up to it) or is larger than
 * SCRIPT_FILE_LIMIT_BYTES. A byte order mark is left out.
 */

#include <stdbool.h>

#include "base/failure.h"
#include "domain/script.h"

enum
{
	/* A dump with data in it; what is sent as one message must fit the server's 1 GB by far. */
	SCRIPT_FILE_LIMIT_BYTES = 64 * 1024 * 1024
};

bool script_file_read(const char *path, struct script *script, struct failure *failure);

#endif
