#ifndef ADAPTER_POSTGRES_WIRE_SESSION_PROPERTIES_H
#define ADAPTER_POSTGRES_WIRE_SESSION_PROPERTIES_H

#include <stdbool.h>

#include "adapter/postgres/wire/session_renames.h"

struct session;

/* What the session learnt from its first message (server_version_num: from the login). */
struct session_properties
{
	int server_version_num; /* 150018 */
	int backend_pid;        /* pg_backend_pid(); 0 before the first answer */
	bool is_in_recovery;
	bool is_read_only;     /* a transaction of this session would be read-only */
	bool is_behind_pooler; /* PQbackendPID() and pg_backend_pid() differ */
	bool is_superuser;
};

const struct session_properties *session_properties(const struct session *session);

/*
 * The schemas beyond its own that a source manages, as text of a text[]; an empty name among them
 * stands for what is in no schema. NULL: none. Belongs to the session; kept from one question to
 * the next, for the schema that was observed last.
 */
const char *session_beyond(const struct session *session);
void session_set_beyond(struct session *session, const char *beyond);

/* What the last shadow has put aside. Belongs to the session; a copy is kept of what is set. */
const struct session_renames *session_renames(const struct session *session);
void session_set_renames(struct session *session, const struct session_renames *renames);

#endif
