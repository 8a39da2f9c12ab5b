#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

/*
 * Memory that is either there or ends the program.
 *
 * A schema tool of five megabytes that cannot get a few kilobytes cannot do
 * anything useful either: it prints one line and leaves with the exit status
 * for "memory or disk ran out", which a Job may retry. The server rolls back by
 * itself when the connection goes.
 */

#include <stddef.h>

void *memory_allocate(size_t count, size_t size_bytes);
void *memory_resize(void *memory, size_t count, size_t size_bytes);
char *memory_copy_text(const char *text);
char *memory_copy_text_or_null(const char *text); /* NULL for NULL */
char *memory_copy_bytes(const char *bytes, size_t length_bytes);

/*
 * printf into fresh memory; the caller frees it. Not for secrets: printf leaves the end of what it
 * counts in a buffer on the stack.
 */
char *memory_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Overwrites a secret in a way that the compiler may not leave out, then frees it. NULL is fine. */
void memory_wipe_and_free(char *secret);

static inline void
cleanup_secret_pointer(char **secret)
{
	memory_wipe_and_free(*secret);
}

#define cleanup_secret __attribute__((cleanup(cleanup_secret_pointer)))

#endif
