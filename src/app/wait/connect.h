#ifndef APP_WAIT_CONNECT_H
#define APP_WAIT_CONNECT_H

/*
 * Waits until a server accepts a login and can be written to (or read, if that is enough).
 *
 * Failures that time may fix are tried again until SETTING_WAIT_TIMEOUT has passed: connections
 * refused, names not yet known, a server that starts, recovers, is full or is a standby. A
 * refused login (the Secret may be late) has its own SETTING_LOGIN_TIMEOUT, and is repeated seldom:
 * servers lock accounts after some refusals. The settings are read again before each try.
 */

#include <stdbool.h>

#include "app/application.h"

struct connect_request
{
	struct login_request login; /* made from newly read settings before each try */
	/* Called as often as a line is logged; NULL: waiting_notice() tells the cluster. */
	void (*waiting)(const void *waiting_context, const struct failure *reason, bool is_late);
	const void *waiting_context;
	/*
	 * The first question to the server; NULL: none. A connection lost during it counts as a
	 * failed login. It is part of the wait because version 13 tells only in its answer whether it
	 * is a standby.
	 */
	bool (*ask_first)(void *first_context, struct session *session, struct failure *failure);
	void *first_context;
	/* With --ensure-role the administrator can fix a refusal, so it is returned at once. */
	bool refusal_ends_waiting;
	/* A role that may not enter its database will not be let in by waiting: returned at once. */
	bool lack_of_privilege_ends_waiting;
	/* Another run may be making the role and the database, so a refusal has the whole time too. */
	bool refusal_may_pass;
	/* A standby is enough. A host that can be written to is preferred if there are several. */
	bool only_reads;
	/* Start of SETTING_WAIT_TIMEOUT, by the clock's now_ms; 0: now. */
	int64_t since_ms;
	/* Longest wait, whatever the setting says, for a login that expires; 0: the setting. */
	int64_t limit_ms;
};

struct connect_outcome
{
	int attempt_count;
	int64_t waited_ms;
};

/*
 * session  written on success; the caller closes it
 * outcome  always written; NULL if it is not needed
 *
 * Failures: FAILURE_UNREACHABLE, FAILURE_DENIED, FAILURE_SETTINGS, FAILURE_INTERRUPTED; those of
 * ask_first. FAILURE_BUG for a login of the administrator, whose session has its own type.
 */
bool connect_when_ready(const struct application *application,
                        const struct connect_request *request, struct session **session,
                        struct connect_outcome *outcome, struct failure *failure);

/*
 * The same for the administrator, whose session can provision and nothing else. The request's
 * .login gives only the database; .ask_first is not called.
 */
bool connect_as_administrator(const struct application *application,
                              const struct connect_request *request,
                              struct administrator_session **administrator,
                              struct failure *failure);

#endif
