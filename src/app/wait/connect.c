#include "app/wait/connect.h"

#include <string.h>

#include "app/failure_hint.h"
#include "app/wait/connect_state.h"
#include "app/wait/patience.h"
#include "app/wait/waiting_notice.h"
#include "base/log.h"
#include "port/provisioning.h"

enum
{
	/* At most four refused logins in 15 seconds, the last one at their end. */
	REFUSAL_PAUSE_MS = 5000,
	REFUSAL_JITTER_MS = 1000
};

static const struct patience_rule server_patience = {
	.what = "waiting for the server",
	.line = "waiting",
	.least_pause_ms = 100,
	/* The longest delay between the server's start and its use. */
	.most_pause_ms = 3000,
};

struct wait
{
	const struct application *application;
	const struct connect_request *request;
	struct patience patience;
	bool login_is_lacking; /* the settings have none, which time cannot fix */
};

/* Settings that cannot be read now keep their values: kubelet may be replacing a volume. */
static bool
read_settings(struct wait *wait, struct failure *failure)
{
	const struct settings_reader *reader = wait->application->settings_reader;

	if (reader->read(reader->context, wait->application->settings, failure))
		return true;
	if (wait->patience.attempt_count == 1)
		return false;
	log_debug("settings stay as they were: %s", failure->message);
	return true;
}

/* The budget by the present settings; 0: a single attempt. */
static int64_t
budget_ms(const struct wait *wait)
{
	int64_t limit_ms = wait->request->limit_ms;
	int64_t set_ms = settings_integer(wait->application->settings, SETTING_WAIT_TIMEOUT);

	return limit_ms > 0 && limit_ms < set_ms ? limit_ms : set_ms;
}

/* A server that accepts and never answers must not exceed the budget. */
static void
bound_attempt(const struct wait *wait, struct login *login)
{
	int64_t most_ms = patience_attempt_ms(&wait->patience, budget_ms(wait));

	if (budget_ms(wait) > 0 && most_ms < login->connect_timeout_ms)
		login->connect_timeout_ms = most_ms;
}

static bool
check_state(const struct wait *wait, struct session *session, const struct login *login,
            struct failure *failure)
{
	return wait->request->only_reads ||
	       connect_check_state(wait->application, &wait->request->login, session, login, failure);
}

/*
 * Without a question of the caller, the server is asked for its state if it has not told it. A
 * server that accepts the login and does not answer must not exceed the budget.
 */
static bool
ask_first(const struct wait *wait, struct session *session, struct failure *failure)
{
	const struct connect_request *request = wait->request;
	const struct session_operations *operations = wait->application->database->session;

	operations->limit_answers(session, patience_attempt_ms(&wait->patience, budget_ms(wait)));

	bool is_answered = request->ask_first != NULL
	                       ? request->ask_first(request->first_context, session, failure)
	                       : operations->learn_state(session, failure);

	operations->limit_answers(session, 0);
	return is_answered;
}

/* A server that breaks the connection during the first question counts as not yet up. */
static void
count_as_unreachable(struct failure *failure)
{
	if (failure->connection_lost && failure->kind == FAILURE_TRANSIENT &&
	    failure->reason != REASON_FALSE_ANSWER)
		failure->kind = FAILURE_UNREACHABLE;
	if (failure->kind == FAILURE_UNREACHABLE || failure->reason == REASON_SESSION_LIMIT)
		failure->connection_lost = false;
}

/* Warns once a run: all its sessions go to the same server, and their order is chance. */
static void
warn_of_exposure(const struct wait *wait, const struct login *login, const struct session *session)
{
	const struct application *application = wait->application;
	struct exposure *exposure = application->exposure;

	if (exposure->is_seen || !application->database->session->is_exposed(session))
		return;
	exposure->is_seen = true;
	if (exposure->is_told_by_caller)
		return;
	log_warning("the connection to %s port %s is not encrypted: others on the network can read and "
	            "change what is sent; PGSSLMODE=verify-full with PGSSLROOTCERT prevents it",
	            login->host, login->port);
}

static bool
attempt_login(struct wait *wait, struct session **session, struct failure *failure)
{
	const struct database *database = wait->application->database;
	struct session *opened = NULL;
	struct login login = {0};

	if (!read_settings(wait, failure))
		return false;
	wait->login_is_lacking =
		!login_make(wait->application->settings, &wait->request->login, &login, failure);
	if (wait->login_is_lacking)
		return false;
	bound_attempt(wait, &login);
	if (!database->session->open(database->context, &login, &opened, failure))
		return false;
	warn_of_exposure(wait, &login, opened);
	if (!check_state(wait, opened, &login, failure) || !ask_first(wait, opened, failure) ||
	    !check_state(wait, opened, &login, failure))
	{
		count_as_unreachable(failure);
		database->session->close(opened);
		return false;
	}
	*session = opened;
	return true;
}

/* Whether waiting helps against a failure. */
enum prospect
{
	PROSPECT_NONE,
	PROSPECT_TIME_CURES,
	PROSPECT_REFUSAL_MAY_PASS /* the Secret may arrive late, but soon */
};

static enum prospect
prospect_of(const struct wait *wait, const struct failure *failure)
{
	const struct connect_request *request = wait->request;

	/* The limit may be 0, which time does not change. */
	if (failure->reason == REASON_CONNECTION_LIMIT &&
	    (request->refusal_ends_waiting || request->lack_of_privilege_ends_waiting))
		return PROSPECT_NONE;
	if (failure->reason == REASON_NO_PRIVILEGE && request->lack_of_privilege_ends_waiting)
		return PROSPECT_NONE;
	/* The session that holds a lock on the ledger releases it in the end. */
	if (failure->kind == FAILURE_UNREACHABLE || failure->reason == REASON_LOCK_TIMEOUT)
		return PROSPECT_TIME_CURES;
	/* A server that asks for a password by a wrong method will not change that. */
	if (failure->kind != FAILURE_DENIED || failure->reason == REASON_AUTHENTICATION_METHOD ||
	    wait->login_is_lacking)
		return PROSPECT_NONE;
	/*
	 * A timeout of a millisecond does not expire every time, and the administrator cannot fix it.
	 */
	if (request->refusal_ends_waiting && failure->reason != REASON_SESSION_LIMIT)
		return PROSPECT_NONE;
	return request->refusal_may_pass ? PROSPECT_TIME_CURES : PROSPECT_REFUSAL_MAY_PASS;
}

static void
say_waiting(struct wait *wait, const struct failure *failure)
{
	const struct connect_request *request = wait->request;
	const char *reason = failure->sqlstate[0] != '\0' ? failure->sqlstate : failure->message;

	if (!patience_warn(&wait->patience, reason, failure->message))
		return;
	if (request->waiting != NULL)
		request->waiting(request->waiting_context, failure,
		                 patience_is_half_spent(&wait->patience));
	else
		waiting_notice(wait->application, failure->message,
		               patience_is_half_spent(&wait->patience));
}

static bool
counts_as_refused_login(const struct failure *failure)
{
	return failure->reason == REASON_WRONG_PASSWORD ||
	       failure->reason == REASON_LOGIN_NOT_PERMITTED;
}

/* Copies that started together do not try again together. */
static void
pause_after_refusal(struct wait *wait)
{
	const struct clock *clock = wait->application->clock;
	double jitter_ms = REFUSAL_JITTER_MS * clock->random_unit(clock->context);

	patience_pause_at_least(&wait->patience, REFUSAL_PAUSE_MS + (int64_t)jitter_ms);
}

/* True if another try is due. */
static bool
wait_for_cure(struct wait *wait, struct failure *failure)
{
	const struct settings *settings = wait->application->settings;
	enum prospect prospect = prospect_of(wait, failure);

	if (prospect == PROSPECT_NONE)
		return false;

	bool has_time =
		prospect == PROSPECT_TIME_CURES
			? patience_has_time(&wait->patience, budget_ms(wait))
			: patience_has_time_for_refusal(&wait->patience, budget_ms(wait),
	                                        settings_integer(settings, SETTING_LOGIN_TIMEOUT));

	if (!has_time)
	{
		failure_hint_add(failure, wait->request->login.as == LOGIN_OF_ADMINISTRATOR
		                              ? HINT_LOGIN_OF_ADMINISTRATOR
		                              : HINT_LOGIN);
		return patience_fail_spent(&wait->patience, failure);
	}
	if (counts_as_refused_login(failure))
		pause_after_refusal(wait);
	say_waiting(wait, failure);
	return patience_pause(&wait->patience, failure->message, failure);
}

static bool
wait_for_login(const struct application *application, const struct connect_request *request,
               struct session **session, struct connect_outcome *outcome, struct failure *failure)
{
	struct wait wait = {
		.application = application,
		.request = request,
		.patience = patience_start(application, &server_patience),
	};
	bool is_open = false;

	if (request->since_ms > 0)
		wait.patience.started_ms = request->since_ms;
	do
		is_open = attempt_login(&wait, session, failure);
	while (!is_open && wait_for_cure(&wait, failure));

	outcome->attempt_count = wait.patience.attempt_count;
	outcome->waited_ms = patience_waited_ms(&wait.patience);
	if (is_open)
		patience_end(&wait.patience, "the server accepted the login");
	return is_open;
}

bool
connect_when_ready(const struct application *application, const struct connect_request *request,
                   struct session **session, struct connect_outcome *outcome,
                   struct failure *failure)
{
	struct connect_outcome ignored = {0};

	if (request->login.as == LOGIN_OF_ADMINISTRATOR)
		return fail(failure, FAILURE_BUG, "the administrator's login was requested as an owner's");
	return wait_for_login(application, request, session, outcome != NULL ? outcome : &ignored,
	                      failure);
}

/*
 * Only inside this function has the administrator's session the general type. The type that it
 * returns can provision and nothing else.
 */
bool
connect_as_administrator(const struct application *application,
                         const struct connect_request *request,
                         struct administrator_session **administrator, struct failure *failure)
{
	struct connect_request own = *request;
	struct connect_outcome ignored = {0};
	struct session *session = NULL;

	own.login.as = LOGIN_OF_ADMINISTRATOR;
	own.ask_first = NULL;
	if (!wait_for_login(application, &own, &session, &ignored, failure))
		return false;
	*administrator = application->database->provisioning->take_session(session);
	return true;
}
