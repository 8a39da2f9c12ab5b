#ifndef BASE_WRITE_ALL_H
#define BASE_WRITE_ALL_H

/*
 * Writes to a descriptor whose reader may be slow, or not read at all (| less, | sleep).
 *
 * A reader is waited for until a stop signal comes, and for grace_ms after that: the last words
 * of a run are worth a moment, but not the second that is left.
 */

#include <stddef.h>
#include <stdint.h>

enum write_outcome
{
	WRITE_DONE,
	WRITE_FAILED, /* errno says why */
	WRITE_STOPPED /* by a stop signal, before everything was written */
};

enum write_outcome write_all(int descriptor, const char *bytes, size_t length_bytes,
                             int64_t grace_ms);

#endif
