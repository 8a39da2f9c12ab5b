#include "adapter/postgres/script/script_dependence.h"

#include <string.h>

#include "adapter/postgres/script/script_range.h"
#include "base/mapped_file.h"

enum
{
	PASSED_BYTES = 1 << 20 /* of a text that are looked through before they are let go */
};

bool
script_has_escaped_quote(const struct script *script, const struct statement *statement)
{
	const char *text = script->text + statement->offset_bytes;
	const char *end = text + statement->length_bytes;

	/* Rows have no backslash. */
	if (statement->further_row_count > 0)
		return false;
	while ((text = memchr(text, '\\', (size_t)(end - text))) != NULL)
	{
		if (++text < end && *text == '\'')
			return true;
	}
	return false;
}

static bool
has_beyond_ascii(const struct script *script, size_t start_bytes, size_t length_bytes)
{
	size_t end_bytes = start_bytes + length_bytes;

	for (size_t start = start_bytes; start < end_bytes; start += PASSED_BYTES)
	{
		size_t end = end_bytes - start < PASSED_BYTES ? end_bytes : start + PASSED_BYTES;

		for (size_t at = start; at < end; at++)
		{
			if ((unsigned char)script->text[at] & 0x80)
				return true;
		}
		mapped_file_let_go(script->mapping, start, end);
	}
	return false;
}

/* Whether what is sent would be another text in another encoding: the statement, or its data. */
static bool
depends_on_encoding(const struct script *script, const struct statement *statement)
{
	return has_beyond_ascii(script, statement->offset_bytes, statement->length_bytes) ||
	       has_beyond_ascii(script, statement->data_offset_bytes, statement->data_length_bytes);
}

size_t
script_last_dependent(const struct script_range *range)
{
	size_t last = script_range_end(range);

	for (size_t place = script_range_first(range); place < script_range_end(range);
	     place = script_range_next(range, place))
	{
		if (depends_on_encoding(range->script, &range->script->statements[place]))
			last = place;
	}
	return last;
}
