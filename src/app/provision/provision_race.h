#ifndef APP_PROVISION_PROVISION_RACE_H
#define APP_PROVISION_PROVISION_RACE_H

/*
 * What to do if another session changed the same object: compare again. The session may be
 * another run that skipped the lock too, another tool, or a login whose transaction has changed
 * its own role.
 */

#include <stdbool.h>

#include "app/provision/provision_run.h"
#include "app/wait/patience.h"

struct provision_race
{
	struct provision_run *run;
	struct administrator_session *administrator;
	struct patience patience;
};

struct provision_race provision_race_start(struct provision_run *run,
                                           struct administrator_session *administrator);

/*
 * True if the failure is that of a lost race and there is time to try again: after a pause, with
 * the failure cleared. Otherwise the failure stays; after SETTING_CHANGE_TIMEOUT it names the
 * sessions with uncommitted changes.
 */
bool provision_race_again(struct provision_race *race, struct failure *failure);

/* For callers that limit the number of tries: patience_has_tries(), then provision_race_pause(). */
struct patience provision_race_patience(const struct application *application);

/* Logs that another session was faster, and pauses. FAILURE_INTERRUPTED at a stop signal. */
bool provision_race_pause(struct patience *patience, struct failure *failure);

/* Names in the hint the sessions with uncommitted changes, after a wait for one of them. */
void provision_race_name_writers(const struct application *application,
                                 struct administrator_session *administrator,
                                 struct failure *failure);

#endif
