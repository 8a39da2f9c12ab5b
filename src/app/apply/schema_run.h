#ifndef APP_APPLY_SCHEMA_RUN_H
#define APP_APPLY_SCHEMA_RUN_H

/*
 * One schema on its way through apply: who is logged in, what was observed, what
 * was decided, what was done. The steps share it; schema_sequence.c says their order.
 */

#include <stdbool.h>
#include <stdint.h>

#include "app/application.h"
#include "app/provision/provision.h"
#include "domain/change_method.h"
#include "domain/decision.h"
#include "domain/destruction.h"
#include "domain/name_list.h"
#include "domain/run_outcome.h"

struct object_rename_list;
struct plan_report;
struct diagram;

/* How the session at hand relates to the schema's owner. */
enum session_access
{
	SESSION_ACCESS_NONE, /* no session */
	SESSION_ACCESS_READ, /* may look, must not change: the owner cannot log in */
	SESSION_ACCESS_OWNER /* the owner's own login, or that of a role made for this run */
};

/* A login kept for the next schema of the same database and owner, and what is open in it. */
struct schema_session
{
	struct session *session;
	enum session_access access;
	char *database;
	char *user;
	bool holds_lock;        /* session-level */
	bool is_in_transaction; /* transaction.h; behind a pooler opened together with the lock */
};

/*
 * The schemas of one command. What is provisioned when one of them turns out to need it is
 * that one and those after it, so that one administrator's login serves all.
 */
struct schema_queue
{
	const struct managed_schema *schemas;
	size_t count;
	enum run_goal goal;
	bool is_provisioned;
	struct provision_outcome provisioned;
	struct plan_report *plans; /* GOAL_PLAN: one for each schema; else NULL */
	struct diagram *diagram;   /* GOAL_DIAGRAM: of all schemas; else NULL */
};

enum
{
	CLOSING_WORDS_BYTES = 192
};

/* What a run has brought about so far. */
struct change_result
{
	enum run_outcome outcome; /* for the ledger, and for the closing line unless there are words */
	char words[CLOSING_WORDS_BYTES];
	char fingerprint_after[65]; /* as recorded; empty before */
	int64_t statement_count;
	int64_t object_count;       /* definitions that are promised */
	bool is_proved;             /* they were held against something: not what was made just now */
	int64_t resumed_step_count; /* steps outside a transaction that an earlier run did */
};

/* What tells, while scripts run, whether they destroy something (destruction_guard.h). */
struct destruction_watch
{
	struct table_mark_list before;
	struct table_mark_list after; /* as of the last run of the scripts that is kept */
	bool is_measured;             /* after is there */
	struct suspect_list remade;   /* materialized views that a plan makes anew, with their rows */
};

struct schema_run
{
	const struct application *application;
	struct schema_queue *queue;
	const struct managed_schema *schema; /* one of the queue's */
	enum run_goal goal;
	struct ledger ledger;
	struct schema_session *connection; /* borrowed; may hold the session of the schema before */
	struct observed_state observed;
	enum decision decision;
	struct change_method method;
	struct change_result result;
	struct destruction_watch *watch;    /* borrowed; NULL: nothing is watched */
	struct object_rename_list *renames; /* borrowed; what the DDL asks for, while it is changed */
	struct plan_report *plan;           /* borrowed; GOAL_PLAN, else NULL */
	char run_id[37];                    /* UUID, of every attempt */
	int64_t started_ms;                 /* monotonic */
	int64_t started_unix_ms;
	int attempt_count;
	bool leaves_postponed;             /* when it is done, the ledger has something postponed */
	const struct name_list *postponed; /* its names, once they are known; borrowed, or NULL */
	bool has_no_ledger;                /* and may make none: nothing is recorded */
	bool is_provisioned;               /* roles, database and schema were seen to */
	bool has_told_left_out;            /* data_once.h */
	bool shadow_has_all_data;
	bool shadow_is_beside; /* the live schemas were put aside for it */
	bool has_built_later;  /* indexes, after a COMMIT; what else there was is done */
	const struct name_list *shadow_extensions; /* of a shadow: those that the scripts make */
};

struct schema_run schema_run_start(const struct application *application,
                                   struct schema_queue *queue, size_t index,
                                   struct schema_session *connection);

/* This schema and those whose turn comes after it: how many of the queue, from run->schema on. */
size_t schema_run_left_count(const struct schema_run *run);

#endif
