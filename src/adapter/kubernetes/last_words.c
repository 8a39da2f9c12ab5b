#include "adapter/kubernetes/last_words.h"

#include <string.h>

#include "base/printable.h"
#include "domain/sentence.h"

static void
append_lines(struct text *message, const char *before, const char *part)
{
	if (part[0] != '\0')
		text_append(message, before);
	/* A detail may be text from elsewhere; none of its lines must look like one of ours. */
	for (const char *line = part; *line != '\0';)
	{
		size_t length_bytes = strcspn(line, "\n");

		printable_append_bytes(message, line, length_bytes);
		line += length_bytes + (line[length_bytes] == '\n');
		if (*line != '\0')
			text_append(message, "\n  ");
	}
}

/* Cuts the cause so that the rest has room, but not below half of the limit. */
static void
append_cause(struct text *message, const char *cause, size_t following_bytes, size_t limit_bytes)
{
	cleanup_text struct text fitted = TEXT_EMPTY;
	size_t least_bytes = limit_bytes / 2;

	printable_append(&fitted, cause);
	sentence_fit(&fitted,
	             following_bytes < least_bytes ? limit_bytes - following_bytes : least_bytes);
	text_append(message, text_bytes(&fitted));
}

static void
append_last_failure(struct text *message, const struct failure *failure, size_t limit_bytes)
{
	cleanup_text struct text place = TEXT_EMPTY;
	cleanup_text struct text hint = TEXT_EMPTY;

	if (failure->place.line > 0)
	{
		text_append(&place, " (");
		printable_append(&place, failure->place.file);
		text_append_format(&place, ":%lld:%lld)", (long long)failure->place.line,
		                   (long long)failure->place.column);
	}
	append_lines(&hint, " Hint: ", failure->hint);
	append_cause(message, failure->message, place.length_bytes + strlen(".") + hint.length_bytes,
	             limit_bytes);
	text_append(message, text_bytes(&place));
	/* The server's sentences end without a full stop, libpq's with one. */
	if (message->length_bytes == 0 || message->bytes[message->length_bytes - 1] != '.')
		text_append_char(message, '.');
	text_append(message, text_bytes(&hint));
	append_lines(message, " Detail: ", failure->detail);
	if (failure->sqlstate[0] != '\0')
		text_append_format(message, " SQLSTATE %s.", failure->sqlstate);
}

void
last_words_append_untold(struct text *message, const struct cluster_failures *untold)
{
	if (untold->count > 0)
		text_append_format(message,
		                   "%sNot reported to the API:", message->length_bytes > 0 ? " " : "");
	for (size_t index = 0; index < untold->count; index++)
	{
		const struct failure *failure = &untold->items[index];

		append_lines(message, " ", failure->message);
		text_append_char(message, '.');
		append_lines(message, " ", failure->hint);
	}
}

/* A sentence about many targets begins with their number, so no name precedes it. */
void
last_words_append_done(struct text *done, const struct run_report *report)
{
	text_append(done, done->length_bytes > 0 ? " " : "");
	printable_append(done, report->fleet == NULL ? report->source : "");
	text_append(done, report->fleet == NULL ? ": " : "");
	printable_append(done, report->message);
	text_append_char(done, '.');
}

void
last_words_append_end(struct text *message, const struct run_end *end, const char *done,
                      size_t limit_bytes)
{
	if (end->failure != NULL)
		append_last_failure(message, end->failure, limit_bytes);
	append_lines(message, message->length_bytes > 0 ? " Before that: " : "", done);
}
