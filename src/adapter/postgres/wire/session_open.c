#include "adapter/postgres/wire/session_open.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/wire/login_guard.h"
#include "adapter/postgres/wire/login_refusal.h"
#include "adapter/postgres/wire/login_wire.h"
#include "adapter/postgres/wire/resolve.h"
#include "adapter/postgres/wire/session.h"
#include "adapter/postgres/wire/session_files.h"
#include "adapter/postgres/wire/session_limit.h"
#include "adapter/postgres/wire/session_parameters.h"
#include "adapter/postgres/wire/sqlstate.h"
#include "base/cleanup.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/stop_signal.h"
#include "base/wait.h"
#include "domain/authentication.h"

enum
{
	DEFAULT_CONNECT_TIMEOUT_MS = 10000,
	MS_PER_SECOND = 1000
};

static char *
describe_place(const struct login *login, const struct candidate *candidate)
{
	const char *address = candidate->address;
	bool has_name = address != NULL && strcmp(address, candidate->host) != 0;

	return memory_format("database \"%s\" at %s%s%s%s port %s as \"%s\"", login->database,
	                     candidate->host, has_name ? " (" : "", has_name ? address : "",
	                     has_name ? ")" : "", candidate->port, login->user);
}

/* One login at one address. */
struct attempt
{
	PGconn *connection;
	const char *place;
	int64_t limit_ms;
	size_t notice_count;
	struct login_guard guard;
};

static void
finish_attempt(struct attempt *attempt)
{
	PQfinish(attempt->connection);
}

#define cleanup_attempt __attribute__((cleanup(finish_attempt)))

/* libpq reports a login that the guard stopped as a broken connection. */
static bool
fail_login(struct failure *failure, const struct attempt *attempt)
{
	cleanup_memory char *what = memory_format("log in to %s", attempt->place);

	if (attempt->guard.refusal != LOGIN_NOT_REFUSED)
		return login_refusal_fail(failure, &attempt->guard, what);
	(void)sqlstate_fail_login(failure, PQerrorMessage(attempt->connection), what);
	session_limit_explain_login(failure, PQuser(attempt->connection), PQdb(attempt->connection),
	                            PQerrorMessage(attempt->connection));
	/* The message is libpq's own, not the server's: the signature that the guard saw is wrong. */
	if (attempt->guard.server_has_proved && failure->kind == FAILURE_DENIED &&
	    failure->sqlstate[0] == '\0')
		failure->reason = REASON_AUTHENTICATION_METHOD;
	return false;
}

static PostgresPollingStatusType
step_login(struct attempt *attempt)
{
	login_wire_watch(&attempt->guard);

	PostgresPollingStatusType wanted = PQconnectPoll(attempt->connection);

	login_wire_leave();
	/* libpq may already be trying another way, which must not happen after a refusal. */
	return attempt->guard.refusal == LOGIN_NOT_REFUSED ? wanted : PGRES_POLLING_FAILED;
}

/* libpq's manual, "PQconnectPoll": begin as if it had asked for writing. */
static bool
drive_login(struct attempt *attempt, struct failure *failure)
{
	PostgresPollingStatusType wanted = PGRES_POLLING_WRITING;
	int64_t deadline_ms = wait_now_ms() + attempt->limit_ms;

	while (wanted != PGRES_POLLING_OK)
	{
		short events = wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT;

		if (wanted == PGRES_POLLING_FAILED)
			return fail_login(failure, attempt);

		enum wait_outcome outcome =
			wait_for_descriptor(PQsocket(attempt->connection), events, deadline_ms, true);

		if (outcome == WAIT_STOPPED)
			return stop_signal_fail(failure, "logging in");
		/* A server that sends a byte now and then is always ready, and never finishes the login. */
		if (outcome == WAIT_TIMED_OUT || wait_now_ms() >= deadline_ms)
			return fail(failure, FAILURE_UNREACHABLE,
			            "cannot log in to %s: no answer within %lld s", attempt->place,
			            (long long)(attempt->limit_ms / MS_PER_SECOND));
		if (login_wire_is_blind(&attempt->guard, attempt->connection))
			return fail(failure, FAILURE_BUG,
			            "cannot log in to %s: this libpq does not let its messages be checked",
			            attempt->place);
		wanted = step_login(attempt);
	}
	return attempt->guard.stage == LOGIN_READY ||
	       fail(failure, FAILURE_BUG, "the login to %s bypassed its checks", attempt->place);
}

static bool
start_login(struct attempt *attempt, const struct session_parameters *parameters,
            struct failure *failure)
{
	const char *password = NULL;

	login_wire_watch(&attempt->guard);
	attempt->connection = PQconnectStartParams(parameters->keywords, parameters->values, 0);
	login_wire_leave();
	if (attempt->connection == NULL)
		return fail(failure, FAILURE_TRANSIENT, "cannot log in to %s: out of memory",
		            attempt->place);
	if (PQstatus(attempt->connection) == CONNECTION_BAD)
		return fail_login(failure, attempt);
	password = PQpass(attempt->connection);
	attempt->guard.has_password = password != NULL && password[0] != '\0';
	/* Puts the SQLSTATE of a refused login into the message, which libpq gives nowhere else. */
	(void)PQsetErrorVerbosity(attempt->connection, PQERRORS_VERBOSE);
	(void)PQsetNoticeReceiver(attempt->connection, session_note_notice, &attempt->notice_count);
	return true;
}

static struct session *
make_session(struct attempt *attempt, const struct login *login, char *place)
{
	const struct login_guard *guard = &attempt->guard;
	struct session *session = memory_allocate(1, sizeof *session);

	session->properties.server_version_num = PQserverVersion(attempt->connection);
	session->is_exposed =
		guard->channel.route == LOGIN_OVER_NETWORK && !guard->channel.is_encrypted;
	session->may_be_told_a_verifier =
		login_guard_server_is_proved(guard) || (guard->allowed & AUTHENTICATION_NONE) != 0;
	session->question_lock_timeout_ms = login->lock_timeout_ms;
	session->answers_end_ms = WAIT_FOREVER;
	(void)PQsetNoticeReceiver(attempt->connection, session_note_notice, &session->notice_count);
	session->connection = take(attempt->connection);
	session->place = place;
	return session;
}

static bool
open_candidate(const struct login *login, const struct session_parameters *common,
               const struct candidate *candidate, struct session **session, struct failure *failure)
{
	struct session_parameters parameters = *common;
	cleanup_memory char *place = describe_place(login, candidate);
	cleanup_attempt struct attempt attempt = {
		.place = place,
		.limit_ms =
			login->connect_timeout_ms > 0 ? login->connect_timeout_ms : DEFAULT_CONNECT_TIMEOUT_MS,
		.guard = {.allowed = login->authentication,
	              .has_password = true,
	              .must_be_asked = login->must_be_asked},
	};

	session_parameters_aim(&parameters, candidate);
	if (!start_login(&attempt, &parameters, failure) || !drive_login(&attempt, failure))
		return false;
	(void)PQsetErrorVerbosity(attempt.connection, PQERRORS_DEFAULT);
	if (PQsetnonblocking(attempt.connection, 1) != 0)
		return fail_login(failure, &attempt);
	*session = make_session(&attempt, login, take(place));
	(*session)->keeps_role = login->as == LOGIN_OF_SCHEMA_RUN;
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
	    !session_files_check(&parameters, failure) ||
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
			session_close(standby);
			return false;
		}
		/* One of several hosts may be the standby of another: prefer who can be written to. */
		session_close(standby);
		standby = opened;
		if (session_state(opened) == SESSION_WRITABLE)
			break;
	}
	if (standby == NULL)
		return false;
	*session = standby;
	return true;
}
