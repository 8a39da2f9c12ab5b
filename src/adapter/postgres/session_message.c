#include "adapter/postgres/session_message.h"

#include <stdlib.h>

#include "base/memory.h"

void
message_append(struct message *message, const char *purpose, const char *sql,
               size_t statement_count)
{
	struct message_part part = {
		.purpose = purpose,
		.statement_count = statement_count,
		.start_bytes = message->sql.length_bytes,
	};

	text_append(&message->sql, sql);
	/* A line comment at its end must not swallow the semicolon. */
	text_append(&message->sql, "\n;");
	message->parts =
		memory_resize(message->parts, message->part_count + 1, sizeof message->parts[0]);
	message->parts[message->part_count++] = part;
}

void
message_own_last_part(struct message *message, const struct message_part_owner *owner)
{
	message->parts[message->part_count - 1].owner = *owner;
}

void
message_clear(struct message *message)
{
	for (size_t index = 0; index < message->part_count; index++)
	{
		const struct message_part_owner *owner = &message->parts[index].owner;

		if (owner->free != NULL)
			owner->free(owner->context);
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

struct message_position
message_position_of(const struct message *message, size_t statement)
{
	struct message_position position = {.part = 0, .statement = statement};

	while (position.part + 1 < message->part_count &&
	       position.statement >= message->parts[position.part].statement_count)
		position.statement -= message->parts[position.part++].statement_count;
	return position;
}

size_t
message_offset_bytes(const char *text, size_t character)
{
	const char *byte = text;

	for (size_t seen = 0; *byte != '\0'; byte++)
	{
		/* Bytes 10xxxxxx continue a character. */
		seen += ((unsigned char)*byte & 0xC0) != 0x80;
		if (seen == character)
			break;
	}
	return (size_t)(byte - text);
}

size_t
message_part_at(const struct message *message, size_t offset_bytes)
{
	size_t part = 0;

	while (part + 1 < message->part_count && message->parts[part + 1].start_bytes <= offset_bytes)
		part++;
	return part;
}
