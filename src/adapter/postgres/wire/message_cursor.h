#ifndef ADAPTER_POSTGRES_WIRE_MESSAGE_CURSOR_H
#define ADAPTER_POSTGRES_WIRE_MESSAGE_CURSOR_H

/*
 * Going through a message statement by statement, as a pipeline sends it: those of its text,
 * cut at their semicolons, and those of its sources.
 */

#include "adapter/postgres/wire/session_message.h"

/* Zero-initialised it stands before the first statement. */
struct message_cursor
{
	struct message_position position; /* of the statement that comes next */
	size_t offset_bytes;              /* where it begins in the message's text */
};

/*
 * Gives the statement that comes next, and its place; false at the end of the message. The cursor
 * stands at it, and message_cursor_advance() goes on to the one behind.
 */
bool message_cursor_peek(const struct message *message, struct message_cursor *cursor,
                         struct message_statement *statement);
void message_cursor_advance(struct message_cursor *cursor,
                            const struct message_statement *statement);

#endif
