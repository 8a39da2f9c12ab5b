#ifndef BASE_TIME_TEXT_H
#define BASE_TIME_TEXT_H

#include <stdint.h>

enum
{
	/* Enough for every int64_t: the last year of those has nine digits. */
	TIME_TEXT_BYTES = 40
};

/* Each is the number of digits after the second. */
enum time_precision
{
	TIME_SECONDS = 0,
	TIME_MILLISECONDS = 3,
	TIME_MICROSECONDS = 6
};

/*
 * A moment as RFC 3339 writes it, in UTC: 2026-11-21T09:08:07.654Z.
 *
 * unix_ms  milliseconds since 1970
 * text     always written; what is finer than the precision is cut off, not rounded
 */
void time_text(int64_t unix_ms, enum time_precision precision, char text[TIME_TEXT_BYTES]);

#endif
