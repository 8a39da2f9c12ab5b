#ifndef ADAPTER_POSTGRES_SCRIPT_SCRIPT_FAILURE_H
#define ADAPTER_POSTGRES_SCRIPT_SCRIPT_FAILURE_H

#include "adapter/postgres/wire/session_message.h"
#include "domain/script.h"

/* The server's refusal of a statement, with its place in the script. */
void script_fail(struct failure *failure, const struct script *script,
                 const struct statement *statement, const struct message_refusal *refusal);

/* A statement has begun or ended a transaction, although none that does is sent. */
bool script_fail_transaction(struct failure *failure, const struct script *script,
                             const struct statement *statement);

#endif
