#ifndef ADAPTER_POSTGRES_WIRE_SESSION_H
#define ADAPTER_POSTGRES_WIRE_SESSION_H

/*
 * What a session is, for the files of this folder that build or use the wire. All other code asks
 * through adapter/postgres/query/query.h.
 *
 * Invariant: .deferred holds only statements of the transaction that is open (or
 * about to be). It begins with BEGIN and the pinned settings if the server has not
 * seen them, so that sending it needs no further thought.
 */

#include <libpq-fe.h>
#include <stdint.h>

#include "adapter/postgres/wire/session_message.h"
#include "adapter/postgres/wire/session_properties.h"
#include "port/database.h"

struct session
{
	PGconn *connection;
	char *place;     /* "database \"noetl\" at 10.0.0.1 port 5432 as \"noetl\"", for messages */
	bool is_exposed; /* others may listen: neither TLS nor this machine */
	bool may_be_told_a_verifier; /* the server has proved itself, or NOETL_AUTH asks for no proof */
	struct session_properties properties;
	struct message deferred;
	bool transaction_is_open;
	bool transaction_is_broken; /* open for the caller, gone on the server: only ROLLBACK is left */
	bool commit_is_sent;        /* by the message that waits */
	bool begin_is_pending;      /* open for the caller, not yet begun on the server */
	bool settings_are_pinned;   /* for the message that waits and the rest of its transaction */
	bool session_is_pinned;     /* until settings change */
	bool session_pin_is_sent;   /* by the message that waits */
	bool properties_are_known;
	bool has_traces;          /* of a script, which session_clean() ends */
	bool clean_is_sent;       /* by the message that waits, behind the last script in it */
	bool holds_lock;          /* the session's, on lock_key: each transaction takes it beside */
	bool script_has_run;      /* in the transaction that is open */
	bool identity_may_differ; /* SET ROLE or SET SESSION AUTHORIZATION of a script */
	bool keeps_role;          /* of a role of this run: what it takes by ALTER ROLE ... SET role */
	bool overrides_read_only; /* transactions write, whatever role and database say */
	bool is_lost;
	int64_t lock_key;
	struct lock_beside *locks_beside; /* go with lock_key */
	size_t lock_beside_count;
	int64_t lock_timeout_ms;          /* of the transaction that is open */
	bool lock_bound_is_told;          /* that a script tried to wait longer */
	int64_t question_lock_timeout_ms; /* of what is asked outside of one; 0: none */
	int64_t answers_end_ms; /* when the caller's budget is spent; WAIT_FOREVER: no budget */
	size_t notice_count;    /* that came with the answers to the message that was sent last */
	struct session_renames renames; /* session_renames() */
	char *schema;                   /* for scripts; NULL: none */
	char *beyond;                   /* session_beyond() */
};

/*
 * "f(1),f_shared(2)": a call for each lock of the session, of a function that has a name with
 * "_shared" for those.
 */
void session_append_lock_calls(const struct session *session, struct text *sql,
                               const char *function);

void session_close(struct session *session); /* NULL is fine */
enum session_state session_state(const struct session *session);

/* Puts a copy, or NULL, in place of what is kept. */
void session_keep_text(char **kept, const char *text);

/*
 * Puts BEGIN and the pinned settings before what comes next, if the server lacks them. The first
 * message pins them for its transaction only, because it is not known yet whether there is a
 * pooler.
 */
void session_prepare_message(struct session *session);

/* A script changes settings. They are pinned again before the next statement. */
void session_forget_pins(struct session *session);

/* What the message that waited has done to the session, now that it is answered, or refused. */
void session_note_sent(struct session *session, bool is_done);

/*
 * Takes note of the answer to the pinned settings, which carries the properties, unless they are
 * known. False, with the failure of answer_fail(), if it has none.
 */
bool session_learn(struct session *session, const PGresult *answer, struct failure *failure);

/*
 * For PQsetNoticeReceiver(): a line in the log at level debug, up to a number that a person would
 * read.
 */
void session_note_notice(void *notice_count, const PGresult *notice);

/*
 * Pins the settings for the whole session, before a statement outside of a transaction.
 * Behind a pooler it does not: they would stay for strangers.
 */
bool session_pin_for_outside(struct session *session, struct failure *failure);

/* What the pinned settings are, as one SELECT; is_local: until the end of the transaction. */
void session_append_settings(const struct session *session, struct text *sql, bool is_local);

#endif
