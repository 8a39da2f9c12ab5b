#ifndef APP_WAIT_CONNECT_H
#define APP_WAIT_CONNECT_H

/*
 * Waits until a server takes a login and can be written to (or read, where that is enough).
 *
 * What time can cure is tried again until SETTING_WAIT_TIMEOUT is spent:
 * connections refused, names not yet known, a server that starts, recovers, is
 * full or is a standby. A refused login (the Secret may be late) has
 * SETTING_LOGIN_TIMEOUT of its own. The settings are read anew before each try.
 */

#include <stdbool.h>

#include "app/application.h"

struct connect_request
{
	struct login_request login; /* made anew from settings just read before each try */
	/* Told as often as the log is; NULL: then the cluster is, by waiting_notice(). */
	void (*waiting)(const void *waiting_context, const struct failure *reason);
	const void *waiting_context;
	/*
	 * The first question to the server, NULL if there is none. A connection lost over it counts as a
	 * login that failed. It belongs in here because version 13 tells only in its answer whether
	 * it is a standby.
	 */
	bool (*ask_first)(void *first_context, struct session *session, struct failure *failure);
	void *first_context;
	/* With --ensure-role the administrator can cure a refusal: it comes back at once. */
	bool refusal_ends_waiting;
	/* Somebody else may be making role and database just now: a refusal has the whole time too. */
	bool refusal_may_pass;
	/* A standby will do. One of several hosts that can be written to is preferred all the same. */
	bool only_reads;
	/* From when SETTING_WAIT_TIMEOUT counts, by the clock's now_ms; 0: from now. */
	int64_t since_ms;
	/* Of a login that does not last: the wait is no longer than this, whatever the setting says; 0: as it says. */
	int64_t limit_ms;
};

struct connect_outcome
{
	int attempt_count;
	int64_t waited_ms;
};

/*
 * session  written on success; the caller closes it
 * outcome  written always; NULL if nobody wants it
 * Failures: FAILURE_UNREACHABLE, FAILURE_DENIED, FAILURE_SETTINGS, FAILURE_INTERRUPTED; those
 * of ask_first. FAILURE_BUG for a login of the administrator, which has a type of its own.
 */
bool connect_when_ready(const struct application *application,
                        const struct connect_request *request, struct session **session,
                        struct connect_outcome *outcome, struct failure *failure);

/*
 * The same for the administrator, whose session can provision and nothing else. The request's
 * .login says only in which database; .ask_first is not asked.
 */
bool connect_as_administrator(const struct application *application,
                              const struct connect_request *request,
                              struct administrator_session **administrator,
                              struct failure *failure);

#endif
