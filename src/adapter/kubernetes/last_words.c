#include "adapter/kubernetes/last_words.h"

static void
append_part(struct text *message, const char *before, const char *part)
{
	if (part[0] != '\0')
		text_append_format(message, "%s%s", before, part);
}

void
last_words_append_failure(struct text *message, const struct failure *failure)
{
	text_append(message, failure->message);
	if (failure->place.line > 0)
		text_append_format(message, " (%s:%lld:%lld)", failure->place.file,
		                   (long long)failure->place.line, (long long)failure->place.column);
	/* The server's own sentences end in nothing, libpq's in a stop. */
	if (message->length_bytes == 0 || message->bytes[message->length_bytes - 1] != '.')
		text_append_char(message, '.');
	append_part(message, " Hint: ", failure->hint);
	append_part(message, " Detail: ", failure->detail);
	if (failure->sqlstate[0] != '\0')
		text_append_format(message, " SQLSTATE %s.", failure->sqlstate);
}

void
last_words_append_untold(struct text *message, const struct cluster_failures *untold)
{
	if (untold->count > 0)
		text_append_format(message, "%sNot told to the API:", message->length_bytes > 0 ? " " : "");
	for (size_t index = 0; index < untold->count; index++)
	{
		const struct failure *failure = &untold->items[index];

		text_append_format(message, " %s.", failure->message);
		append_part(message, " ", failure->hint);
	}
}

void
last_words_append_done(struct text *message, const char *done)
{
	append_part(message, message->length_bytes > 0 ? " Before that: " : "", done);
}
