#include "adapter/postgres/wire/session_message.h"

#include <stdlib.h>

#include "adapter/postgres/wire/answer.h"
#include "base/array.h"
#include "base/utf8.h"

static void
append_message_part(struct message *message, const struct message_part *part)
{
	*ARRAY_ADD(message->parts, message->part_count) = *part;
}

void
message_append(struct message *message, const char *purpose, const char *sql,
               size_t statement_count)
{
	struct message_part part = {
		.purpose = purpose,
		.statement_count = statement_count,
		.start_bytes = message->sql.length_bytes,
		.limit_ms = ANSWER_LIMIT_MS,
	};

	text_append(&message->sql, sql);
	/* A line comment at its end must not swallow the semicolon. */
	text_append(&message->sql, "\n;");
	append_message_part(message, &part);
}

void
message_append_source(struct message *message, const char *purpose,
                      const struct message_source *source, size_t statement_count)
{
	struct message_part part = {
		.purpose = purpose,
		.statement_count = statement_count,
		.start_bytes = message->sql.length_bytes,
		.source = *source,
	};

	append_message_part(message, &part);
}

bool
message_has_source(const struct message *message)
{
	for (size_t index = 0; index < message->part_count; index++)
	{
		if (message->parts[index].source.context != NULL)
			return true;
	}
	return false;
}

void
message_limit_last_part(struct message *message, int64_t limit_ms)
{
	message->parts[message->part_count - 1].limit_ms = limit_ms != 0 ? limit_ms : ANSWER_LIMIT_MS;
}

void
message_clear(struct message *message)
{
	for (size_t index = 0; index < message->part_count; index++)
	{
		const struct message_source *source = &message->parts[index].source;

		if (source->context != NULL)
			source->free(source->context);
	}
	text_wipe_and_free(&message->sql);
	message->part_count = 0;
}

void
message_free(struct message *message)
{
	message_clear(message);
	free(message->parts);
	message->parts = NULL;
}

size_t
message_statement_count(const struct message *message)
{
	size_t count = 0;

	for (size_t index = 0; index < message->part_count; index++)
		count += message->parts[index].statement_count;
	return count;
}

struct message_position
message_position_of(const struct message *message, size_t statement)
{
	struct message_position position = {.part = 0, .statement = statement};
	size_t last = 0;

	while (position.part + 1 < message->part_count &&
	       position.statement >= message->parts[position.part].statement_count)
		position.statement -= message->parts[position.part++].statement_count;
	last = message->parts[position.part].statement_count;
	if (position.statement >= last)
		position.statement = last > 0 ? last - 1 : 0;
	return position;
}

size_t
message_offset_bytes(const char *text, size_t length_bytes, size_t character)
{
	size_t offset_bytes = 0;

	for (size_t seen = 0; offset_bytes < length_bytes; offset_bytes++)
	{
		seen += !utf8_is_continuation(text[offset_bytes]);
		if (seen == character)
			break;
	}
	return offset_bytes;
}

size_t
message_part_at(const struct message *message, size_t offset_bytes)
{
	size_t part = 0;

	while (part + 1 < message->part_count && message->parts[part + 1].start_bytes <= offset_bytes)
		part++;
	return part;
}
