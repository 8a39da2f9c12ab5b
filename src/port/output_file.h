#ifndef PORT_OUTPUT_FILE_H
#define PORT_OUTPUT_FILE_H

/*
 * A file that is written whole or not at all.
 *
 * Bytes go to a file beside the final one, which takes its name, and its place if there was one,
 * when everything is on disk. The path "-" is standard output, where written bytes cannot be taken
 * back.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"

struct output_file;

struct output_operations
{
	/* Makes missing folders. FAILURE_SETTINGS where it may not write. */
	bool (*open)(const char *path, struct output_file **file, struct failure *failure);
	/* FAILURE_INTERRUPTED by a stop signal while standard output is not read. */
	bool (*write)(struct output_file *file, const char *bytes, size_t length_bytes,
	              struct failure *failure);
	/* Synchronises, renames and frees. On failure the file at path is as it was. */
	bool (*keep)(struct output_file *file, struct failure *failure);
	/* Removes what was written so far, and frees; NULL is fine. */
	void (*abandon)(struct output_file *file);
};

#endif
