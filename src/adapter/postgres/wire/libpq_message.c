#include "adapter/postgres/wire/libpq_message.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "base/text.h"

/*
 * Lines that help no user: PQERRORS_VERBOSE adds the place in the server's source, libpq asks
 * questions.
 */
static const char *const idle_lines[] = {"LOCATION:  ", "Is the server running "};

static bool
is_idle(const char *line)
{
	for (size_t index = 0; index < COUNT_OF(idle_lines); index++)
	{
		if (strncmp(line, idle_lines[index], strlen(idle_lines[index])) == 0)
			return true;
	}
	return false;
}

static bool
ends_in_punctuation(const struct text *text)
{
	return strchr(".;:,!?", text->bytes[text->length_bytes - 1]) != NULL;
}

/* The separator between a message so far and a line that begins with this character. */
static const char *
separator_before(const struct text *folded, bool is_indented, char first)
{
	if (ends_in_punctuation(folded))
		return " ";
	if (isupper((unsigned char)first))
		return ". ";
	return is_indented ? " " : "; ";
}

static void
append_folded_line(struct text *folded, bool is_indented, const char *line, size_t length)
{
	while (length > 0 && isspace((unsigned char)line[length - 1]))
		length--;
	if (length == 0 || is_idle(line))
		return;
	if (folded->length_bytes > 0)
		text_append(folded, separator_before(folded, is_indented, line[0]));
	text_append_bytes(folded, line, length);
}

char *
libpq_message_fold(const char *message)
{
	cleanup_text struct text folded = TEXT_EMPTY;
	const char *place = message;

	while (*place != '\0')
	{
		const char *line = place + strspn(place, " \t");
		size_t length = strcspn(line, "\n");

		append_folded_line(&folded, line > place, line, length);
		place = line + length;
		place += *place == '\n';
	}
	return text_steal(&folded);
}
