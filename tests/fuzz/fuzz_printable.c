/*
 * Any bytes as text that leaves: what comes out is UTF-8 without a character that may not be
 * shown, escaping it again changes nothing, and it fits where it has to.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/printable.h"
#include "base/utf8.h"
#include "domain/sentence.h"

#define REQUIRE(condition) ((condition) ? (void)0 : abort())

static void
check_clean(const struct text *text, const char *kept)
{
	for (size_t at = 0; at < text->length_bytes;)
	{
		size_t length_bytes = utf8_character_length((const unsigned char *)text->bytes + at);
		uint32_t character = length_bytes > 0 ? utf8_decode(text->bytes + at, length_bytes) : 0;

		REQUIRE(length_bytes > 0 && character != 0);
		REQUIRE(printable_is_shown(character) ||
		        (character < 0x80 && strchr(kept, (int)character) != NULL));
		at += length_bytes;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length_bytes)
{
	cleanup_text struct text input = TEXT_EMPTY;
	cleanup_text struct text once = TEXT_EMPTY;
	cleanup_text struct text twice = TEXT_EMPTY;
	cleanup_text struct text lines = TEXT_EMPTY;
	cleanup_text struct text json = TEXT_EMPTY;
	size_t limit_bytes = length_bytes / 2;

	text_append_bytes(&input, (const char *)bytes, length_bytes);
	printable_append_bytes(&once, input.bytes, length_bytes);
	check_clean(&once, "");
	printable_append_bytes(&twice, text_bytes(&once), once.length_bytes);
	REQUIRE(strcmp(text_bytes(&once), text_bytes(&twice)) == 0);
	printable_append_lines(&lines, input.bytes, length_bytes);
	check_clean(&lines, "\n");
	json_append_lines(&json, input.bytes);
	check_clean(&json, "");
	sentence_fit(&input, limit_bytes);
	check_clean(&input, "\n");
	REQUIRE(input.length_bytes <= limit_bytes);
	return 0;
}
