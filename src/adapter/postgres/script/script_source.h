#ifndef ADAPTER_POSTGRES_SCRIPT_SCRIPT_SOURCE_H
#define ADAPTER_POSTGRES_SCRIPT_SCRIPT_SOURCE_H

/*
 * A range of a script's statements as the source of a message, and what the program sends
 * between them to be sure that the server reads and runs them as it does itself:
 *
 *   a cursor  lives exactly as long as the transaction. It is declared before the script, moved in
 *             before a COPY (which ends a pipeline) and closed behind the script, so that nothing
 *             goes on in a transaction that is not the one in which the script was begun;
 *   a guard   before a statement that would be read otherwise if a function had changed how strings
 *             are read (sql/script_guard.sql), and before the last one with letters beyond ASCII,
 *             which another client_encoding would have made into other ones.
 */

#include <stdbool.h>
#include <stdint.h>

#include "adapter/postgres/wire/session_message.h"
#include "domain/script.h"
#include "port/progress.h"

/* How long a statement of a script waits for a lock, whatever the script sets. */
struct lock_bound
{
	int64_t limit_ms; /* 0: no bound */
	bool *is_told;    /* that a script tried to wait longer; set once that has been logged */
};

/*
 * Appends the range to a message, and behind each statement that can have lengthened lock_timeout
 * one that takes that back. The script is borrowed until it is sent, and so is what the bound
 * points to. A script may shorten it.
 */
void script_source_append(struct message *message, const struct script_range *range,
                          const struct progress *progress, const struct lock_bound *bound);

/* The same for one statement that runs outside of a transaction, and so alone. */
void script_source_append_outside(struct message *message, const struct script_range *range,
                                  const struct progress *progress);

#endif
