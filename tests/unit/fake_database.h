#ifndef FAKE_DATABASE_H
#define FAKE_DATABASE_H

/*
 * A database without a server.
 *
 * .database is what the code under test gets. Logins and locks answer what the
 * test has put into the fields; every call is noted in .calls, one word each,
 * with a space behind. A test may put functions of its own into the tables.
 * Tables whose pointer in .database is NULL have no fake yet.
 */

#include "base/text.h"
#include "port/database.h"

enum
{
	FAKE_OUTCOME_COUNT = 64
};

struct fake_clock;

struct fake_database
{
	struct database database;
	struct session_operations session;
	struct lock_operations lock;
	struct text calls;

	int clean_count; /* calls of session->clean, which are not in .calls */

	/* Logins: the first open_failure_count ones fail in turn, later ones work. */
	struct failure open_failures[FAKE_OUTCOME_COUNT];
	int open_failure_count;
	/* FAILURE_NONE: that login works although more failures follow. */
	int open_count;
	int open_session_count; /* not yet closed */
	struct fake_clock *clock;
	int64_t open_takes_ms; /* of clock's time, if there is a clock */
	char last_password[128];

	int64_t begun_lock_timeout_ms; /* of the transaction begun last */

	/* State of the sessions from the first on; later ones get the last given. */
	enum session_state states[FAKE_OUTCOME_COUNT];
	int state_count;
	bool is_behind_pooler;
	bool is_exposed;
	const char *setting_place; /* what sets a setting that is asked about; NULL: nothing does */
	bool setting_is_of_role;
	int64_t answer_limit_ms; /* as limit_answers() was told last */

	/* Locks: busy for so many tries. */
	int lock_busy_count;
	int lock_try_count;
	struct failure lock_failure; /* kind other than FAILURE_NONE: tries fail */
	const char *lock_holder;
	bool lock_holder_is_unrelated;
};

/* The fake must not move afterwards: its tables point to it. */
void fake_database_init(struct fake_database *fake);
void fake_database_set_state(struct session *session, enum session_state state);
void fake_database_free(struct fake_database *fake);

/* The same session, as an administrator's and back. */
struct administrator_session *fake_database_administrator(struct session *session);
struct session *fake_database_session(struct administrator_session *administrator);

#endif
