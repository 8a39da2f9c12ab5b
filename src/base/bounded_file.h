#ifndef BASE_BOUNDED_FILE_H
#define BASE_BOUNDED_FILE_H

/*
 * Reads a whole file of any kind: bounded in size and time, and ended by a stop signal.
 *
 * A path may name a pipe (--file <(generate)), a terminal, a device without end, a file that
 * grows. Nothing here waits longer than the bounds say, or notices a stop signal late.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct file_bounds
{
	size_t limit_bytes;
	/*
	 * For all of it: the writer of a pipe may come late, be slow, or never come. A writer that
	 * starts together with the program gets FILE_LEAST_WAIT_MS in any case.
	 */
	int64_t wait_ms;
};

enum
{
	FILE_LEAST_WAIT_MS = 10000
};

enum file_outcome
{
	FILE_READ,
	FILE_NOT_OPENED, /* errno says why */
	FILE_NOT_READ,   /* errno says why */
	FILE_NOT_REGULAR,
	FILE_TOO_LARGE,
	FILE_UNFINISHED, /* its end did not come in time */
	FILE_STOPPED     /* by a stop signal */
};

/*
 * Reads from where the descriptor stands to the end.
 *
 * content  appended to on success, and NUL-terminated; may hold secrets: cleanup_secret_text
 */
enum file_outcome bounded_file_read(int descriptor, const struct file_bounds *bounds,
                                    struct text *content);

/* Opens it for reading; neither that nor what follows waits for another process. -1: errno. */
int bounded_file_open(const char *path);

/*
 * Only of a regular file, or a link to one (kubelet's are links): for what is read again before
 * each use, and where a pipe would be a mistake.
 */
enum file_outcome bounded_file_read_regular(const char *path, size_t limit_bytes,
                                            struct text *content);
enum file_outcome bounded_file_read_regular_descriptor(int descriptor, size_t limit_bytes,
                                                       struct text *content);

/*
 * What is wrong, in words that follow the file's name; the caller frees them. Call at once, while
 * errno is that of the reading.
 */
char *bounded_file_explain(enum file_outcome outcome, const struct file_bounds *bounds);

#endif
