#include "adapter/postgres/wire/message_cursor.h"

#include "adapter/postgres/query/query_text.h"

static void
enter_next_part(const struct message *message, struct message_cursor *cursor)
{
	cursor->position.part++;
	cursor->position.statement = 0;
	if (cursor->position.part < message->part_count)
		cursor->offset_bytes = message->parts[cursor->position.part].start_bytes;
}

static size_t
part_end_bytes(const struct message *message, size_t part)
{
	return part + 1 < message->part_count ? message->parts[part + 1].start_bytes
	                                      : message->sql.length_bytes;
}

/* Passes over semicolons and blanks; a part of our own text ends with a semicolon. */
static bool
peek_text(const struct message *message, struct message_cursor *cursor,
          struct message_statement *statement)
{
	const char *text = text_bytes(&message->sql);
	size_t end_bytes = part_end_bytes(message, cursor->position.part);

	while (cursor->offset_bytes < end_bytes)
	{
		const char *start = text + cursor->offset_bytes;
		bool has_words = false;
		const char *end = query_text_statement_end(start, text + end_bytes, &has_words);

		if (has_words)
		{
			*statement =
				(struct message_statement){.sql = start, .length_bytes = (size_t)(end - start)};
			return true;
		}
		cursor->offset_bytes += (size_t)(end - start) + 1;
	}
	return false;
}

static bool
peek_source(const struct message_part *part, size_t index, struct message_statement *statement)
{
	if (index >= part->statement_count)
		return false;
	*statement = (struct message_statement){0};
	part->source.statement(part->source.context, index, statement);
	return true;
}

bool
message_cursor_peek(const struct message *message, struct message_cursor *cursor,
                    struct message_statement *statement)
{
	for (; cursor->position.part < message->part_count; enter_next_part(message, cursor))
	{
		const struct message_part *part = &message->parts[cursor->position.part];

		if (part->source.context != NULL ? peek_source(part, cursor->position.statement, statement)
		                                 : peek_text(message, cursor, statement))
			return true;
	}
	return false;
}

void
message_cursor_advance(struct message_cursor *cursor, const struct message_statement *statement)
{
	cursor->position.statement++;
	/* Harmless for a source: the next part sets the offset itself. */
	cursor->offset_bytes += statement->length_bytes;
}
