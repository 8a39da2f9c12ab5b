#include "app/wait/connect.h"

#include <inttypes.h>
#include <string.h>

#include "app/wait/connect_state.h"
#include "app/wait/waiting_notice.h"
#include "base/cleanup.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/stop_signal.h"
#include "domain/backoff.h"
#include "port/provisioning.h"

enum
{
	WAIT_BACKOFF_BASE_MS = 100,
	/* A server that came up is used at most this much later. */
	WAIT_BACKOFF_CAP_MS = 3000,
	WAIT_LOG_INTERVAL_MS = 30000,
	/* The last attempt is made even when the budget is nearly spent, and has this long. */
	LAST_ATTEMPT_MS = 1000,
	/* More kinds of trouble than one wait ever meets; the oldest gives way. */
	WAIT_REASON_COUNT = 8
};

struct wait_reason
{
	char sqlstate_or_message[96];
	int64_t logged_ms;
};

struct wait
{
	const struct application *application;
	const struct connect_request *request;
	struct backoff backoff;
	struct wait_reason reasons[WAIT_REASON_COUNT];
	int next_reason;
	int64_t started_ms;
	int64_t refused_since_ms; /* -1 while no login was refused */
	int attempt_count;
	bool login_is_lacking; /* the settings have none: nothing that time cures */
};

static int64_t
now_ms(const struct wait *wait)
{
	const struct clock *clock = wait->application->clock;

	return clock->now_ms(clock->context);
}

/* Settings that cannot be read now (kubelet is swapping a volume) stay as they were. */
static bool
read_settings(struct wait *wait, struct failure *failure)
{
	const struct settings_reader *reader = wait->application->settings_reader;

	if (reader->read(reader->context, wait->application->settings, failure))
		return true;
	if (wait->attempt_count == 1)
		return false;
	log_debug("settings stay as they were: %s", failure->message);
	return true;
}

/* As it is set now; 0: a single attempt. */
static int64_t
budget_ms(const struct wait *wait)
{
	int64_t limit_ms = wait->request->limit_ms;
	int64_t set_ms = settings_integer(wait->application->settings, SETTING_WAIT_TIMEOUT);

	return limit_ms > 0 && limit_ms < set_ms ? limit_ms : set_ms;
}

/* What is left of the budget, for what is begun now. */
static int64_t
attempt_ms(const struct wait *wait)
{
	int64_t left_ms = wait->started_ms + budget_ms(wait) - now_ms(wait);

	return left_ms > LAST_ATTEMPT_MS ? left_ms : LAST_ATTEMPT_MS;
}

/* A server that accepts and never answers must not take more than the budget. */
static void
bound_attempt(const struct wait *wait, struct login *login)
{
	int64_t most_ms = attempt_ms(wait);

	if (budget_ms(wait) > 0 && most_ms < login->connect_timeout_ms)
		login->connect_timeout_ms = most_ms;
}

static bool
check_state(const struct wait *wait, struct session *session, const struct login *login,
            struct failure *failure)
{
	return connect_check_state(wait->application, wait->request, session, login, failure);
}

/*
 * Where the caller has no question, the server is asked for its state, if it has
 * not told. A server that lets in and is silent gets no more than the budget.
 */
static bool
ask_first(const struct wait *wait, struct session *session, struct failure *failure)
{
	const struct connect_request *request = wait->request;
	const struct session_operations *operations = wait->application->database->session;

	operations->limit_answers(session, attempt_ms(wait));

	bool is_answered = request->ask_first != NULL
	                       ? request->ask_first(request->first_context, session, failure)
	                       : operations->learn_state(session, failure);

	operations->limit_answers(session, 0);
	return is_answered;
}

/* A server that goes away over the first question was never there. */
static void
count_as_no_login(struct failure *failure)
{
	if (failure->connection_lost && failure->kind == FAILURE_TRANSIENT &&
	    failure->reason != REASON_FALSE_ANSWER)
		failure->kind = FAILURE_UNREACHABLE;
	if (failure->kind == FAILURE_UNREACHABLE || failure->reason == REASON_SESSION_LIMIT)
		failure->connection_lost = false;
}

/* Once a run: which of its sessions comes first is chance, and all go to the same server. */
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
	log_warning("the connection to %s port %s is not encrypted: whoever is on the way can read and "
	            "change what is sent; PGSSLMODE=verify-full with PGSSLROOTCERT prevents it",
	            login->host, login->port);
}

static bool
attempt_login(struct wait *wait, struct session **session, struct failure *failure)
{
	const struct database *database = wait->application->database;
	struct session *opened = NULL;
	struct login login = {0};

	wait->attempt_count++;
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
		count_as_no_login(failure);
		database->session->close(opened);
		return false;
	}
	*session = opened;
	return true;
}

static bool
is_worth_a_line(struct wait *wait, const struct failure *failure)
{
	struct wait_reason reason = {.logged_ms = now_ms(wait)};
	const char *key = failure->sqlstate[0] != '\0' ? failure->sqlstate : failure->message;

	memcpy(reason.sqlstate_or_message, key, strnlen(key, sizeof reason.sqlstate_or_message - 1));
	for (int index = 0; index < WAIT_REASON_COUNT; index++)
	{
		struct wait_reason *known = &wait->reasons[index];

		if (strcmp(known->sqlstate_or_message, reason.sqlstate_or_message) != 0)
			continue;
		if (reason.logged_ms - known->logged_ms < WAIT_LOG_INTERVAL_MS)
			return false;
		known->logged_ms = reason.logged_ms;
		return true;
	}
	wait->reasons[wait->next_reason] = reason;
	wait->next_reason = (wait->next_reason + 1) % WAIT_REASON_COUNT;
	return true;
}

/* When waiting for the cure of this failure ends; the present for what time does not cure. */
static int64_t
deadline_ms(struct wait *wait, const struct failure *failure)
{
	const struct settings *settings = wait->application->settings;
	int64_t wait_end_ms = wait->started_ms + budget_ms(wait);

	/* It may be 0, which time does not cure. */
	if (failure->reason == REASON_CONNECTION_LIMIT && wait->request->refusal_ends_waiting)
		return -1;
	/* Who holds a lock on the ledger lets go of it some time. */
	if (failure->kind == FAILURE_UNREACHABLE || failure->reason == REASON_LOCK_TIMEOUT)
	{
		wait->refused_since_ms = -1;
		return wait_end_ms;
	}
	/* A server that asks for a password in the wrong way does so tomorrow. */
	if (failure->kind != FAILURE_DENIED || failure->reason == REASON_AUTHENTICATION_METHOD ||
	    wait->login_is_lacking)
		return -1;
	/* A limit of a millisecond does not hit every time, and no administrator cures it. */
	if (wait->request->refusal_ends_waiting && failure->reason != REASON_SESSION_LIMIT)
		return -1;
	if (wait->request->refusal_may_pass)
		return wait_end_ms;
	if (wait->refused_since_ms < 0)
		wait->refused_since_ms = now_ms(wait);

	int64_t login_end_ms =
		wait->refused_since_ms + settings_integer(settings, SETTING_LOGIN_TIMEOUT);

	return login_end_ms < wait_end_ms ? login_end_ms : wait_end_ms;
}

struct hint_rule
{
	enum failure_kind kind;
	const char *sqlstate; /* or its beginning */
	const char *hint;
};

/* No --ensure-role helps against a refusal of the administrator. */
static const struct hint_rule administrator_hint_rules[] = {
	{FAILURE_DENIED, "3D000", "Name a database that is there in NOETL_ADMIN_DB."},
	{FAILURE_DENIED, "28P01",
     "Check the user and the password (is the Secret the current one?): NOETL_ADMIN_USER and "
     "NOETL_ADMIN_PASSWORD, without them POSTGRES_USER and POSTGRES_PASSWORD."},
};

static const struct hint_rule hint_rules[] = {
	{FAILURE_DENIED, "3D000",
     "Create the database, or run with --ensure-role and an administrator's login."},
	{FAILURE_DENIED, "28P01",
     "Check the user and the password (is the Secret the current one?), or run with --ensure-role "
     "and an administrator's login."},
	{FAILURE_DENIED, "28000",
     "Check that the role may log in and that pg_hba.conf lets this address in."},
	{FAILURE_DENIED, "42501", "Grant the role CONNECT on the database."},
	{FAILURE_UNREACHABLE, "53300",
     "Other clients hold all connections: free some, or raise max_connections."},
	{FAILURE_UNREACHABLE, "",
     "Check POSTGRES_HOST and POSTGRES_PORT and whether the server runs; --wait-timeout gives it "
     "longer."},
};

static void
add_hint_of(const struct hint_rule *rules, size_t count, struct failure *failure)
{
	for (size_t index = 0; index < count && failure->hint[0] == '\0'; index++)
	{
		const struct hint_rule *rule = &rules[index];

		if (failure->kind == rule->kind &&
		    strncmp(failure->sqlstate, rule->sqlstate, strlen(rule->sqlstate)) == 0)
			(void)fail_hint(failure, "%s", rule->hint);
	}
}

static void
add_hint(const struct wait *wait, struct failure *failure)
{
	if (wait->request->login.as == LOGIN_OF_ADMINISTRATOR)
		add_hint_of(administrator_hint_rules,
		            sizeof administrator_hint_rules / sizeof administrator_hint_rules[0], failure);
	add_hint_of(hint_rules, sizeof hint_rules / sizeof hint_rules[0], failure);
}

static bool
give_up(const struct wait *wait, struct failure *failure)
{
	int64_t waited_ms = now_ms(wait) - wait->started_ms;

	add_hint(wait, failure);
	if (wait->attempt_count == 1)
		return false;
	return fail_context(failure, "gave up after %d attempts in %" PRId64 ".%01" PRId64 " s",
	                    wait->attempt_count, waited_ms / 1000, waited_ms % 1000 / 100);
}

/* True if another try is due. */
static bool
pause_before_retry(struct wait *wait, struct failure *failure)
{
	const struct clock *clock = wait->application->clock;
	const struct progress *progress = wait->application->progress;
	int64_t end_ms = deadline_ms(wait, failure);

	if (end_ms < 0)
		return false;

	int64_t left_ms = end_ms - now_ms(wait);

	if (left_ms <= 0)
		return give_up(wait, failure);

	int64_t pause_ms = backoff_next_ms(&wait->backoff, clock->random_unit(clock->context));

	if (is_worth_a_line(wait, failure))
	{
		progress->phase(progress->context, "waiting for the server");
		log_warning("waiting, for at most %" PRId64 " s more: %s", (left_ms + 999) / 1000,
		            failure->message);
		if (wait->request->waiting != NULL)
			wait->request->waiting(wait->request->waiting_context, failure);
		else
			waiting_notice(wait->application, failure->message);
	}
	progress->tick(progress->context);
	/* The last try is made at the deadline, not before it. */
	if (!clock->sleep_ms(clock->context, pause_ms < left_ms ? pause_ms : left_ms))
		return stop_signal_fail_waiting(failure, "waiting for the server", failure->message);
	failure_clear(failure);
	return true;
}

static bool
wait_for_login(const struct application *application, const struct connect_request *request,
               struct session **session, struct connect_outcome *outcome, struct failure *failure)
{
	struct wait wait = {
		.application = application,
		.request = request,
		.backoff = {.base_ms = WAIT_BACKOFF_BASE_MS, .cap_ms = WAIT_BACKOFF_CAP_MS},
		.refused_since_ms = -1,
	};
	bool is_open = false;

	wait.started_ms = request->since_ms > 0 ? request->since_ms : now_ms(&wait);
	do
		is_open = attempt_login(&wait, session, failure);
	while (!is_open && pause_before_retry(&wait, failure));

	outcome->attempt_count = wait.attempt_count;
	outcome->waited_ms = now_ms(&wait) - wait.started_ms;
	if (is_open && wait.attempt_count > 1)
	{
		application->progress->finish(application->progress->context);
		log_info("the server took the login at attempt %d, after %" PRId64 ".%01" PRId64 " s",
		         outcome->attempt_count, outcome->waited_ms / 1000,
		         outcome->waited_ms % 1000 / 100);
	}
	return is_open;
}

bool
connect_when_ready(const struct application *application, const struct connect_request *request,
                   struct session **session, struct connect_outcome *outcome,
                   struct failure *failure)
{
	struct connect_outcome ignored = {0};

	if (request->login.as == LOGIN_OF_ADMINISTRATOR)
		return fail(failure, FAILURE_BUG, "the administrator's login was asked for as an owner's");
	return wait_for_login(application, request, session, outcome != NULL ? outcome : &ignored,
	                      failure);
}

/* Nowhere else does a login of the administrator have a type that could do more than provision. */
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
