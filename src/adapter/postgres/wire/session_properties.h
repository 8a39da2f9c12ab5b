#ifndef ADAPTER_POSTGRES_WIRE_SESSION_PROPERTIES_H
#define ADAPTER_POSTGRES_WIRE_SESSION_PROPERTIES_H

#include <stdbool.h>

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

#endif
