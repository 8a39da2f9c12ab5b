#include "adapter/postgres/session_open.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/resolve.h"
#include "adapter/postgres/session.h"
#include "adapter/postgres/session_operations.h"
#include "adapter/postgres/session_parameters.h"
#include "adapter/postgres/sqlstate.h"
#include "adapter/postgres/wait.h"
#include "base/cleanup.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/stop_signal.h"

enum
{
	DEFAULT_CONNECT_TIMEOUT_MS = 10000,
	MS_PER_SECOND = 1000
};

static void
finish_connection(PGconn **connection)
{
	PQfinish(*connection);
}

#define cleanup_connection __attribute__((cleanup(finish_connection)))

/* client_min_messages keeps notices out: what comes is a warning of the server. */
static void
note_warning(void *context, const PGresult *result)
{
	const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

	(void)context;
	if (message != NULL)
		log_debug("the server warns: %s", message);
}

static char *
describe_place(const struct login *login, const struct candidate *candidate)
{
	const char *address = candidate->address;
	bool has_name = address != NULL && strcmp(address, candidate->host) != 0;

	return memory_format("database \"%s\" at %s%s%s%s port %s as \"%s\"", login->database,
	                     candidate->host, has_name ? " (" : "", has_name ? address : "",
	                     has_name ? ")" : "", candidate->port, login->user);
}

static bool
fail_login(struct failure *failure, const PGconn *connection, const char *place)
{
	cleanup_memory char *what = memory_format("log in to %s", place);

	return sqlstate_fail_login(failure, PQerrorMessage(connection), what);
}

/* libpq's manual, "PQconnectPoll": begin as if it had asked for writing. */
static bool
drive_login(PGconn *connection, const char *place, int64_t limit_ms, struct failure *failure)
{
	PostgresPollingStatusType wanted = PGRES_POLLING_WRITING;
	int64_t deadline_ms = wait_now_ms() + limit_ms;

	while (wanted != PGRES_POLLING_OK)
	{
		short events = wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT;

		if (wanted == PGRES_POLLING_FAILED)
			return fail_login(failure, connection, place);
		switch (wait_for_descriptor(PQsocket(connection), events, deadline_ms, true))
		{
			case WAIT_STOPPED:
				return stop_signal_fail(failure, "logging in");
			case WAIT_TIMED_OUT:
				return fail(failure, FAILURE_UNREACHABLE,
				            "cannot log in to %s: no answer within %lld s", place,
				            (long long)(limit_ms / MS_PER_SECOND));
			case WAIT_READY:
				break;
		}
		wanted = PQconnectPoll(connection);
	}
	return true;
}

static bool
open_candidate(const struct login *login, const struct session_parameters *common,
               const struct candidate *candidate, struct session **session, struct failure *failure)
{
	struct session_parameters parameters = *common;
	int64_t limit_ms =
		login->connect_timeout_ms > 0 ? login->connect_timeout_ms : DEFAULT_CONNECT_TIMEOUT_MS;
	cleanup_memory char *place = describe_place(login, candidate);

	session_parameters_aim(&parameters, candidate);

	cleanup_connection PGconn *connection =
		PQconnectStartParams(parameters.keywords, parameters.values, 0);

	if (connection == NULL)
		return fail(failure, FAILURE_TRANSIENT, "cannot log in to %s: out of memory", place);
	if (PQstatus(connection) == CONNECTION_BAD)
		return fail_login(failure, connection, place);
	/* Puts the SQLSTATE of a refused login into the message, which libpq gives nowhere else. */
	(void)PQsetErrorVerbosity(connection, PQERRORS_VERBOSE);
	(void)PQsetNoticeReceiver(connection, note_warning, NULL);
	if (!drive_login(connection, place, limit_ms, failure))
		return false;
	(void)PQsetErrorVerbosity(connection, PQERRORS_DEFAULT);
	if (PQsetnonblocking(connection, 1) != 0)
		return fail_login(failure, connection, place);

	struct session *opened = memory_allocate(1, sizeof *opened);

	opened->facts.server_version_num = PQserverVersion(connection);
	opened->connection = take(connection);
	opened->place = take(place);
	*session = opened;
	return true;
}

/* Whether the next address may do better: a refusal for a reason of its own ends the search. */
static bool
is_worth_another_address(const struct failure *failure)
{
	return failure->kind == FAILURE_UNREACHABLE;
}

bool
session_open(void *context, const struct login *login, struct session **session,
             struct failure *failure)
{
	const struct session_operations *operations = &postgres_session_operations;
	cleanup_session_parameters struct session_parameters parameters = {.count = 0};
	cleanup_candidate_list struct candidate_list candidates = {NULL, 0};
	struct session *standby = NULL;

	(void)context;
	if (stop_signal_was_received())
		return stop_signal_fail(failure, "logging in");
	if (login->host == NULL || login->port == NULL)
		return fail(failure, FAILURE_SETTINGS, "no host and port to log in to database \"%s\"",
		            login->database);
	if (!session_parameters_make(login, &parameters, failure) ||
	    !resolve_candidates(login->host, login->port, DEFAULT_CONNECT_TIMEOUT_MS, &candidates,
	                        failure))
		return false;
	for (size_t index = 0; index < candidates.count; index++)
	{
		struct session *opened = NULL;

		if (!open_candidate(login, &parameters, &candidates.items[index], &opened, failure))
		{
			if (is_worth_another_address(failure))
				continue;
			operations->close(standby);
			return false;
		}
		/* One of several hosts may be the standby of another: prefer who can be written to. */
		operations->close(standby);
		standby = opened;
		if (operations->state(opened) == SESSION_WRITABLE)
			break;
	}
	if (standby == NULL)
		return false;
	*session = standby;
	return true;
}
