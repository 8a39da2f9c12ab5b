/* Files of any bytes: what is taken is text without a NUL, within its bounds. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/bundle/script_text.h"

#define REQUIRE(condition) ((condition) ? (void)0 : abort())

enum
{
	LIMIT_BYTES = 1 << 20
};

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_text struct text text = TEXT_EMPTY;
	struct failure failure = {0};

	text_append_bytes(&text, (const char *)data, size);
	if (script_text_decode("fuzz.sql", LIMIT_BYTES, &text, &failure))
	{
		/* A unit of UTF-16 has two bytes, and three as UTF-8. */
		REQUIRE(text.length_bytes <= (size_t)LIMIT_BYTES * 3 / 2 || text.length_bytes <= size);
		REQUIRE(strlen(text_bytes(&text)) == text.length_bytes);
		return 0;
	}
	REQUIRE(failure.kind == FAILURE_SETTINGS);
	REQUIRE(failure.message[0] != '\0' && failure.hint[0] != '\0');
	return 0;
}
