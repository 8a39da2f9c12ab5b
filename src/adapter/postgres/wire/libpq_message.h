#ifndef ADAPTER_POSTGRES_WIRE_LIBPQ_MESSAGE_H
#define ADAPTER_POSTGRES_WIRE_LIBPQ_MESSAGE_H

/*
 * libpq's own messages, which come in lines and end with one (PostgreSQL manual, "libpq",
 * PQerrorMessage), as the one line that a failure has room for.
 */

/*
 * Makes one line, whose sentences stay apart: a line that begins like a sentence follows a full
 * stop, another message a semicolon, and an indented line that goes on only a space. What libpq
 * asks or adds for its own programmers is left out: "Is the server running ...?", LOCATION.
 *
 * Returns a new text for the caller to free.
 */
char *libpq_message_fold(const char *message);

#endif
