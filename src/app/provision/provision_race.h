#ifndef APP_PROVISION_PROVISION_RACE_H
#define APP_PROVISION_PROVISION_RACE_H

/*
 * What to do when another session changed the same thing: compare again. It may be another run that
 * passed over the lock too, another tool, or a login whose transaction has changed its own role.
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
 * True if the failure is that of a race that was lost and there is time to try again: after a pause, the
 * failure cleared. Otherwise it stays what failed; after SETTING_CHANGE_TIMEOUT it names who has
 * changed something and has not committed.
 */
bool provision_race_again(struct provision_race *race, struct failure *failure);

/* For callers who count their tries: patience_has_tries(), then provision_race_pause(). */
struct patience provision_race_patience(const struct application *application);

/* Says that another session was faster, and pauses. FAILURE_INTERRUPTED at a stop signal. */
bool provision_race_pause(struct patience *patience, struct failure *failure);

/* Names in the hint who has changed something and has not committed, after a wait for such a one. */
void provision_race_name_writers(const struct application *application,
                                 struct administrator_session *administrator,
                                 struct failure *failure);

#endif
