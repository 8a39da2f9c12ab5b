#ifndef PORT_DATABASE_H
#define PORT_DATABASE_H

/*
 * What the application needs from PostgreSQL.
 *
 * One struct of functions a subject, gathered in struct database, so that a
 * test fakes only the subject it is about. `struct session` is one login; only
 * the adapter (or the fake) knows what is in it.
 *
 * A struct session belongs to an owner, or to a role that reads in its place. The administrator's
 * logins are of another type (port/provisioning.h), and nothing in here takes one.
 *
 * Messages to the server are few on purpose: what needs no answer (BEGIN, SET,
 * ledger rows) waits in the session and travels with the next thing that does.
 *
 * Every call fails with FAILURE_INTERRUPTED when a stop signal comes; a running
 * statement has then been cancelled (bounded at 500 ms). After a failure with
 * .connection_lost the session can only be closed.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"
#include "base/text.h"
#include "domain/definition.h"
#include "domain/login.h"
#include "domain/managed_schema.h"
#include "domain/name_list.h"
#include "domain/observed_state.h"
#include "domain/run_record.h"
#include "domain/script.h"
#include "domain/setting_place.h"
#include "port/progress.h"

struct session;
struct administrator_session; /* port/provisioning.h */

enum session_state
{
	SESSION_WRITABLE,
	SESSION_STANDBY,  /* in recovery: a standby, or a primary not yet promoted */
	SESSION_READ_ONLY /* default_transaction_read_only is on */
};

/* Logging in, transactions. */
struct session_operations
{
	/*
	 * One attempt. Names are resolved in a helper thread, so that a stop signal is felt.
	 * Failures: FAILURE_UNREACHABLE (time may cure it), FAILURE_DENIED with the SQLSTATE of the
	 * refusal (28P01, 28000, 3D000), FAILURE_SETTINGS (TLS certificate not trusted), FAILURE_INTERRUPTED.
	 */
	bool (*open)(void *context, const struct login *login, struct session **session,
	             struct failure *failure);
	/* Says goodbye and frees; NULL is fine. */
	void (*close)(struct session *session);
	/* Whether the server asked for the password (PQconnectionUsedPassword). */
	bool (*used_password)(const struct session *session);
	/*
	 * Whether it can be written to. A server of version 14 or later says so with the login;
	 * version 13 counts as writable until the first query has been answered.
	 */
	enum session_state (*state)(const struct session *session);
	/* Makes sure that state() knows: asks a server that has not said so with the login. */
	bool (*learn_state)(struct session *session, struct failure *failure);
	/* Whether others on the way can read it: neither TLS, nor loopback, nor a Unix socket. */
	bool (*is_exposed)(const struct session *session);
	/* Where a setting comes from; the caller frees the place. */
	bool (*find_setting)(struct session *session, const struct setting_question *question,
	                     struct setting_place *place, struct failure *failure);
	/* Transactions of this session write although default_transaction_read_only is on; state() then agrees. */
	void (*override_read_only)(struct session *session);
	/*
	 * All answers from now on must come within this time altogether, which is the caller's budget;
	 * 0 removes it. Without it each answer has a limit of its own: a minute for a question, five
	 * for COMMIT, none for what moves rows or runs a script. Past it the call fails with
	 * FAILURE_TRANSIENT and connection_lost.
	 */
	void (*limit_answers)(struct session *session, int64_t limit_ms);
	/* Known once the first query has been answered: nothing may be kept in such a session. */
	bool (*is_behind_pooler)(const struct session *session);

	/*
	 * lock_timeout_ms holds until the end of the transaction; 0 means the login's, which what is
	 * asked outside of one has, too.
	 */
	bool (*begin)(struct session *session, int64_t lock_timeout_ms, struct failure *failure);
	/* FAILURE_TRANSIENT with connection_lost: whether it was committed is unknown. */
	bool (*commit)(struct session *session, struct failure *failure);
	bool (*rollback)(struct session *session, struct failure *failure);
	/* Savepoints nest; each ends with a rollback to it or a release of it. */
	bool (*savepoint)(struct session *session, struct failure *failure);
	bool (*rollback_to_savepoint)(struct session *session, struct failure *failure);
	bool (*release_savepoint)(struct session *session, struct failure *failure);
	/*
	 * Unqualified names of scripts mean this schema from now on; sent with the next script.
	 * After the schema come those of extensions that a user installed elsewhere (public).
	 * The adapter's own queries always run with search_path = pg_catalog, pg_temp.
	 */
	bool (*set_schema)(struct session *session, const char *schema, struct failure *failure);
	/*
	 * Ends, in the transaction that is open, what scripts of the session have left in it: settings,
	 * role, cursors, prepared statements, temporary tables, LISTEN, currval(), advisory locks other
	 * than the program's. Deferred constraints are checked first. Does nothing if no script has run
	 * since the last time; waits for the next message. rollback() does it by itself.
	 */
	bool (*clean)(struct session *session, struct failure *failure);
};

/* Telling statements apart and running them. */
struct script_operations
{
	/* Fills .statements by PostgreSQL's own lexer; FAILURE_SETTINGS for a backslash command or a refused statement. */
	bool (*scan)(struct script *script, struct failure *failure);
	/* Leaves out of a scanned script what this server needs not be told (STATEMENT_UNKNOWN_DEFAULT). */
	void (*adapt)(struct session *session, struct script *script);
	/*
	 * Runs a range of a scanned script's statements in the transaction that is open, or outside.
	 * In a transaction it waits for the next call that needs an answer, and that call then fails
	 * in its place; the script and progress must live until then. Failures carry SQLSTATE, detail,
	 * hint and the place in the script. FAILURE_DDL with REASON_TRANSACTION_ENDED: the script has
	 * ended the transaction, and what stood before that may be committed.
	 */
	bool (*run)(struct session *session, const struct script_range *range,
	            const struct progress *progress, struct failure *failure);
	/*
	 * Whether a statement of a script that was cancelled (REASON_CANCELED) ran into
	 * statement_timeout, which the program has set to 0 before: only a script can have set it.
	 * Asked after the rollback, on the same session; false if the server cannot be asked.
	 */
	bool (*ran_out_of_time)(struct session *session, const struct failure *canceled);
};

/* Who holds a lock. */
struct lock_holders
{
	char *words;       /* the first few, as one sentence's end; NULL if it is free by now */
	size_t peer_count; /* those that may be runs like this one */
	size_t unrelated_count;
};

/* On whose login an advisory lock is taken: one of the two. */
struct lock_login
{
	struct session *session;
	struct administrator_session *administrator;
};

/* One of several that are taken together. */
struct lock_beside
{
	int64_t key;
	bool is_shared; /* by all that are not about all of the database */
};

/* The advisory lock of a schema (or of provisioning), on this very login. */
struct lock_operations
{
	/*
	 * These are taken, kept and released together with the key of every call below: all or none,
	 * so that no two runs, each with a part of what it needs, wait for each other. Copied.
	 */
	void (*set_beside)(struct session *session, const struct lock_beside *items, size_t count);
	/* See docs/locking.md for how the key follows from the names; SQL can repeat it. */
	int64_t (*key)(const char *database, const char *schema);
	bool (*try)(const struct lock_login *login, int64_t key, bool *acquired,
	            struct failure *failure);
	/*
	 * Transaction-level, for a pooler; released by the end of the transaction, which is open
	 * afterwards if the lock was acquired. lock_timeout_ms as in begin().
	 */
	bool (*try_in_transaction)(const struct lock_login *login, int64_t key, int64_t lock_timeout_ms,
	                           bool *acquired, struct failure *failure);
	bool (*release)(struct session *session, int64_t key, struct failure *failure);
	/*
	 * Who holds it; the caller frees the words. With an administrator, holders that may neither make
	 * roles nor become the administrator are strangers; without, all are peers.
	 */
	bool (*find_holders)(const struct lock_login *login, int64_t key, const char *administrator,
	                     struct lock_holders *holders, struct failure *failure);
	/*
	 * One sentence about who holds locks on relations of the schema that a statement which just ran
	 * into lock_timeout would wait for: pid, application, since when. Asked after the rollback, on the
	 * same session; may be empty; the caller frees it.
	 */
	bool (*describe_blockers)(struct session *session, const char *schema, char **blockers,
	                          struct failure *failure);
	/* The same for rows of shared catalogs: who has changed something, anywhere, and has not committed. */
	bool (*describe_writers)(const struct lock_login *login, char **writers,
	                         struct failure *failure);
};

/* Those of the schema, and the session's own elsewhere whose names are in the statements. */
struct invalid_indexes
{
	const char *schema;
	const struct text *statements;
};

/* Reading the catalog. */
/* What a shadow drops of what it is told. */
enum shadow_drop
{
	SHADOW_DROP_BEYOND,     /* beyond the source's schema */
	SHADOW_DROP_EVERYWHERE, /* in its schema, too */
	SHADOW_DROP_WHAT_MAY_BE /* beyond it, but for what the session may not drop */
};

struct catalog_operations
{
	/*
	 * The one query of a run with nothing to do: touches no user relation, never fails for want of a
	 * ledger. A schema without scripts (workspace, where users keep what they like) is fingerprinted by
	 * its facts alone: database, roles, the schema's own row and its promised extensions.
	 */
	bool (*observe)(struct session *session, const struct managed_schema *schema,
	                struct observed_state *observed, struct failure *failure);
	/*
	 * Sorted: as objects everything in the schema, as access what goes with it (role, database, expected
	 * extensions: sql/definition_access.sql). Of a schema without scripts access and the schema itself.
	 * Opens relations: run it under lock_timeout.
	 */
	bool (*definitions)(struct session *session, const struct managed_schema *schema,
	                    struct definitions *definitions, struct failure *failure);
	/*
	 * What an object's definition is, for people; NULL for one that is not in the schema itself (a
	 * role, a database). The caller frees it.
	 */
	bool (*definition_text)(struct session *session, const char *schema,
	                        const struct definition *object, char **text, struct failure *failure);
	/* The same value as in look, read inside the transaction that made a change. */
	bool (*fingerprint)(struct session *session, const struct managed_schema *schema,
	                    char fingerprint[65], struct failure *failure);
	/*
	 * After scripts ran in the transaction that is open: what is managed from now on, by this
	 * session's definitions(), fingerprint() and by what it records. Where the promise decides it,
	 * that is also each schema that they made something in; of all of the database, the schemas
	 * that are there now, without those that a shadow has put aside. observe() takes it back to
	 * what is recorded, or is there.
	 */
	bool (*claim_managed)(struct session *session, const struct managed_schema *schema,
	                      struct failure *failure);
	/*
	 * Leaves out of what definitions() gave what is beyond the schema and not made by the
	 * transaction that is open: what others keep there is no promise of this source. Where the
	 * settings say what is managed, FAILURE_SETTINGS with what the transaction made elsewhere.
	 * also, or NULL: what stays, whoever made it.
	 */
	bool (*keep_made)(struct session *session, const struct managed_schema *schema,
	                  const struct definitions *also, struct definitions *definitions,
	                  struct failure *failure);
	/*
	 * Drops what is promised beyond the schema, or everywhere, and what depends on it; for a shadow,
	 * which is rolled back.
	 */
	bool (*drop_promised)(struct session *session, const struct managed_schema *schema,
	                      const struct definitions *promised, enum shadow_drop extent,
	                      struct failure *failure);
	/*
	 * Tables and sequences of all schemas but the server's, "schema.name" without quotes; the caller
	 * frees the names.
	 */
	bool (*existing_names)(struct session *session, struct name_list *names,
	                       struct failure *failure);
	bool (*create_schema)(struct session *session, const char *schema, struct failure *failure);
	/* Drops invalid indexes, whose build was killed or failed, concurrently. */
	bool (*drop_invalid_indexes)(struct session *session, const struct invalid_indexes *wanted,
	                             size_t *dropped_count, struct failure *failure);
};

/*
 * The ledger of one owner: append-only, in a schema of its own of the schema's database.
 *
 * It counts only if schema and tables belong to the owner that the settings name, are ordinary
 * tables of the layout of this program, and carry nothing that could run another role's code: no
 * rule, row security, default, check or trigger but ours, no index or statistics on an expression.
 * Anything else is FAILURE_DENIED, with what is wrong and what to do. Another role's ledger is read
 * under ACCESS SHARE, and only if it is such a ledger.
 */
struct ledger_operations
{
	/*
	 * Fills the owner's empty schema (or makes it), in the owner's session and the caller's
	 * transaction; idempotent. Checks one that is there.
	 */
	bool (*ensure)(struct session *session, const struct ledger *ledger, struct failure *failure);
	/* promised may be NULL (nothing promised changed). Travels with the next message (commit). */
	bool (*record)(struct session *session, const struct ledger *ledger,
	               const struct run_entry *entry, const struct definitions *expected,
	               struct failure *failure);
	/* What the last run that promised anything promised for the schema's schema and source. */
	bool (*expected)(struct session *session, const struct managed_schema *schema,
	                 struct definitions *expected, struct failure *failure);
	/* What other sources promised last for the same schema; hashes are empty, texts the source. */
	bool (*expected_elsewhere)(struct session *session, const struct managed_schema *schema,
	                           struct definitions *expected, struct failure *failure);
	/*
	 * Fills schema_exists, is_recorded, recorded_version and recorded_checksum of a look, and nothing
	 * else; no ledger means not recorded. Cheap: a wait for a schema asks again and again.
	 */
	bool (*recorded)(struct session *session, const struct managed_schema *schema,
	                 struct observed_state *observed, struct failure *failure);
	bool (*history)(struct session *session, const struct ledger *ledger, int limit,
	                struct run_record_list *records, struct failure *failure);
	/*
	 * Steps of a script that cannot run in one transaction: a row when a step begins, another when it is
	 * done. What is begun and not done was killed.
	 */
	bool (*journal)(struct session *session, const struct ledger *ledger,
	                const struct journal_entry *entry, struct failure *failure);
	/*
	 * How many steps of the same source and checksum are done in a run that was never recorded: where to
	 * resume. 0 after a run that was recorded.
	 */
	bool (*journal_done_count)(struct session *session, const struct ledger *ledger,
	                           const struct journal_entry *entry, int64_t *done_count,
	                           struct failure *failure);
};

struct provisioning_operations; /* port/provisioning.h */
struct partition_operations;    /* port/partition.h */
struct inspection_operations;   /* port/inspection.h: facts and isolation for verify */
struct reset_operations;        /* port/reset.h */
struct destruction_operations;  /* port/destruction.h */
struct export_operations;       /* port/export.h */
struct shadow_operations;       /* port/shadow.h */
struct convergence_operations;  /* port/convergence.h */

struct database
{
	void *context; /* for session->open */
	const struct session_operations *session;
	const struct script_operations *script;
	const struct lock_operations *lock;
	const struct catalog_operations *catalog;
	const struct ledger_operations *ledger;
	const struct provisioning_operations *provisioning;
	const struct partition_operations *partition;
	const struct inspection_operations *inspection;
	const struct reset_operations *reset;
	const struct destruction_operations *destruction;
	const struct export_operations *export;
	const struct shadow_operations *shadow;
	const struct convergence_operations *convergence;
	const struct diagram_operations *diagram;
};

#endif
