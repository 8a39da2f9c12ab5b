#ifndef APP_TARGET_RUN_H
#define APP_TARGET_RUN_H

/*
 * One target on its way through apply: who is logged in, what was seen, what
 * was decided, what was done. The steps share it; target_sequence.c says their order.
 */

#include <stdbool.h>
#include <stdint.h>

#include "app/application.h"

/* How the session at hand relates to the target's owner. */
enum session_standing
{
	STANDING_NONE,   /* no session */
	STANDING_READER, /* may look, must not change: the owner cannot log in */
	STANDING_OWNER   /* the owner's own login, or that of a role made for this run */
};

/* A login kept for the next target of the same database and owner. */
struct target_session
{
	struct session *session;
	enum session_standing standing;
	char *database;
	char *user;
};

/* What a run is about. */
enum target_goal
{
	GOAL_APPLY,
	GOAL_RESET,     /* everything in the schema goes first, in the same transaction */
	GOAL_PARTITIONS /* only the partitions that are due */
};

enum
{
	CLOSING_WORDS_BYTES = 192
};

struct target_run
{
	const struct application *application;
	enum target_goal goal;
	const struct target *target;
	const struct target *later; /* targets whose turn comes after this one's */
	size_t later_count;
	struct ledger ledger;
	struct target_session *connection; /* borrowed; may hold the session of the target before */
	bool is_provisioned;               /* roles, database and schema were seen to */
	bool holds_lock;                   /* session-level */
	bool is_in_transaction;            /* behind a pooler: opened together with the lock */
	struct look look;
	enum decision decision;
	char run_id[37];
	const char
		*outcome; /* for the ledger, and for the closing line unless there are words; static text */
	char closing_words[CLOSING_WORDS_BYTES];
	char fingerprint_after[65]; /* as recorded; empty before */
	int64_t started_ms;         /* monotonic */
	int64_t started_unix_ms;
	int64_t statement_count;
	int64_t object_count;       /* definitions that were proved */
	int64_t resumed_step_count; /* steps outside a transaction that an earlier run did */
	int attempt_count;
};

#endif
