#include "base/time_text.h"

#include <stdio.h>
#include <time.h>

enum
{
	MS_A_SECOND = 1000,
	US_A_MS = 1000
};

void
time_text(int64_t unix_ms, enum time_precision precision, char text[TIME_TEXT_BYTES])
{
	/* Rounds down before 1970, too, where division rounds up. */
	int64_t second_count = unix_ms / MS_A_SECOND - (unix_ms % MS_A_SECOND < 0);
	int rest_ms = (int)((unix_ms % MS_A_SECOND + MS_A_SECOND) % MS_A_SECOND);
	time_t seconds = (time_t)second_count;
	struct tm utc;
	size_t length;

	(void)gmtime_r(&seconds, &utc);
	length = strftime(text, TIME_TEXT_BYTES, "%Y-%m-%dT%H:%M:%S", &utc);
	if (precision == TIME_SECONDS)
		(void)snprintf(text + length, TIME_TEXT_BYTES - length, "Z");
	else
		(void)snprintf(text + length, TIME_TEXT_BYTES - length, ".%0*dZ", (int)precision,
		               precision == TIME_MICROSECONDS ? rest_ms * US_A_MS : rest_ms);
}
