#ifndef APP_APPLY_SCHEMA_RUN_H
#define APP_APPLY_SCHEMA_RUN_H

/*
 * One schema on its way through apply: who is logged in, what was seen, what
 * was decided, what was done. The steps share it; schema_sequence.c says their order.
 */

#include <stdbool.h>
#include <stdint.h>

#include "app/application.h"
#include "domain/decision.h"

/* How the session at hand relates to the schema's owner. */
enum session_access
{
	SESSION_ACCESS_NONE, /* no session */
	SESSION_ACCESS_READ, /* may look, must not change: the owner cannot log in */
	SESSION_ACCESS_OWNER /* the owner's own login, or that of a role made for this run */
};

/* A login kept for the next schema of the same database and owner. */
struct schema_session
{
	struct session *session;
	enum session_access access;
	char *database;
	char *user;
};

enum
{
	CLOSING_WORDS_BYTES = 192
};

struct schema_run
{
	const struct application *application;
	enum run_goal goal;
	const struct managed_schema *schema;
	const struct managed_schema *later; /* schemas whose turn comes after this one's */
	size_t later_count;
	struct ledger ledger;
	struct schema_session *connection; /* borrowed; may hold the session of the schema before */
	bool is_provisioned;               /* roles, database and schema were seen to */
	bool holds_lock;                   /* session-level */
	bool is_in_transaction;            /* behind a pooler: opened together with the lock */
	struct observed_state observed;
	enum decision decision;
	char run_id[37];
	enum run_outcome outcome; /* for the ledger, and for the closing line unless there are words */
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
