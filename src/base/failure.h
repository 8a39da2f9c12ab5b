#ifndef BASE_FAILURE_H
#define BASE_FAILURE_H

/*
 * What went wrong, as a person is to read it.
 *
 * message  one sentence: what was attempted, on what, what was answered
 * detail   the server's own words beyond that, or empty
 * hint     what to do about it, or empty
 * place    where in a script; line 0 when there is none
 *
 * The numbers of the kinds are the program's exit statuses. They are an
 * interface: manifests (podFailurePolicy) and scripts rely on them.
 * No field ever carries a password or a token.
 */

#include <stdbool.h>
#include <stdint.h>

enum failure_kind
{
	FAILURE_NONE = 0,
	FAILURE_USAGE = 2,
	FAILURE_SETTINGS = 3,
	FAILURE_DENIED = 4,
	FAILURE_DDL = 5,
	FAILURE_DRIFT = 6,
	FAILURE_DESTRUCTIVE = 7,
	FAILURE_UNWANTED = 8,
	FAILURE_UNREACHABLE = 10,
	FAILURE_LOCK_BUSY = 11,
	FAILURE_INTERRUPTED = 12,
	FAILURE_TRANSIENT = 13,
	FAILURE_BUG = 70
};

/*
 * The cause, where the caller acts on it: an adapter translates the codes of its outside system
 * (for PostgreSQL's SQLSTATEs: adapter/postgres/wire/sqlstate.c), and no other layer knows them.
 */
enum failure_reason
{
	REASON_NONE, /* none that a caller acts on */
	REASON_WRONG_PASSWORD,
	REASON_LOGIN_NOT_PERMITTED,   /* no such role, NOLOGIN, no line of pg_hba.conf */
	REASON_AUTHENTICATION_METHOD, /* the server asked for a password in a way that is not allowed */
	REASON_NO_DATABASE,
	REASON_NO_PRIVILEGE,
	REASON_DATABASE_CLOSED, /* ALLOW_CONNECTIONS false */
	REASON_SERVER_FULL,
	REASON_CONNECTION_LIMIT, /* of the role, or of the database */
	REASON_LIBRARY_REFUSED,  /* one that a session was to load when it began */
	REASON_SESSION_LIMIT,    /* a time limit of the role or the database ended the session */
	REASON_SHUTDOWN,
	REASON_CANCELED,          /* by a person, by a stop signal or by statement_timeout */
	REASON_STATEMENT_TIMEOUT, /* one that a script has set */
	REASON_LOCK_TIMEOUT,
	REASON_LOCK_NOWAIT,     /* a script asked not to wait */
	REASON_LOCK_TABLE_FULL, /* max_locks_per_transaction */
	REASON_DEADLOCK,
	REASON_SERIALIZATION,
	REASON_CATALOG_RACE, /* another session wrote the same row of the catalog */
	REASON_DISK_FULL,
	REASON_ALREADY_EXISTS,
	REASON_UNDEFINED, /* what a statement names is not there (yet): relation, column, function, type */
	REASON_DEFINED_OTHERWISE, /* what is there cannot become what the statement says, or is in use */
	REASON_SYNTAX,            /* no statement of the server's language */
	REASON_SCHEMA_ABSENT,
	REASON_READ_ONLY,
	REASON_UNTRANSLATABLE,    /* a character that the database's encoding lacks */
	REASON_TRANSACTION_OPEN,  /* a statement that needs none, or that would end it */
	REASON_COMMIT_NEEDED,     /* before what the same transaction has made may be used */
	REASON_TABLE_IN_USE,      /* by the same transaction: triggers that wait, an open cursor */
	REASON_TRANSACTION_ENDED, /* by a script: what stood before that is committed */
	REASON_FALSE_ANSWER,      /* the server sent what no such server sends */
	REASON_FALSE_LEDGER       /* the ledger says what this program never writes */
};

enum
{
	SQLSTATE_LENGTH = 5,
	FAILURE_MESSAGE_BYTES = 2048,
	FAILURE_DETAIL_BYTES = 2048,
	FAILURE_HINT_BYTES = 1024,
	FAILURE_FILE_BYTES = 512,
	FAILURE_EXCERPT_BYTES = 1024
};

struct failure_place
{
	char file[FAILURE_FILE_BYTES];
	int64_t line;                        /* from 1 */
	int64_t column;                      /* from 1, in characters */
	char excerpt[FAILURE_EXCERPT_BYTES]; /* the line and, below it, a caret */
};

struct failure
{
	enum failure_kind kind;
	enum failure_reason reason;
	bool connection_lost; /* the session is gone; whether a COMMIT arrived is unknown */
	char sqlstate[SQLSTATE_LENGTH + 1];
	char message[FAILURE_MESSAGE_BYTES];
	char detail[FAILURE_DETAIL_BYTES];
	char hint[FAILURE_HINT_BYTES];
	struct failure_place place;
};

/* Overwrites a failure and returns false, so that a caller can write return fail(...). */
bool fail(struct failure *failure, enum failure_kind kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Sets the hint and returns false: return fail_hint(failure, "...") after fail(). */
bool fail_hint(struct failure *failure, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Puts "<context>: " before the message; returns false. */
bool fail_context(struct failure *failure, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

void failure_clear(struct failure *failure);

/* FAILURE_BUG for what is none of ours. */
enum failure_kind failure_kind_of_exit_status(int exit_status);

/* One word for logs and JSON: "unreachable", "denied", ... */
const char *failure_kind_name(enum failure_kind kind);

/* What help and docs say of this exit status, in a few words. */
const char *failure_kind_meaning(enum failure_kind kind);

/* Whether a later identical run may succeed without any change. */
bool failure_kind_is_retryable(enum failure_kind kind);

#endif
