#ifndef PORT_PROVISIONING_H
#define PORT_PROVISIONING_H

/*
 * What a login of the administrator may do: roles, databases, schemas, privileges,
 * extensions, passwords, and its own advisory lock.
 *
 * A type of its own ensures that. What reads or writes a relation of a user, runs a script or keeps
 * a ledger takes a struct session, which is the owner's or a reader's; a relation that another role
 * planted there can run code, which must not run as the administrator. What is here reads and
 * changes pg_catalog, with search_path = pg_catalog, pg_temp.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"
#include "domain/access_difference.h"
#include "domain/setting_place.h"
#include "port/inspection.h"

struct session;
struct administrator_session;

enum password_status
{
	PASSWORD_UNKNOWN, /* this session may not see what the server keeps, or cannot tell */
	PASSWORD_MATCHES,
	PASSWORD_DIFFERS /* another one, or none */
};

/* A role that stands in for an owner without a login, for the length of one login. */
struct schema_run_role
{
	const char *name;
	const char *password;
	const char *owner;    /* whose role its session takes */
	const char *database; /* that it may enter */
	const char *administrator;
};

struct provisioning_operations
{
	/*
	 * Takes over a session whose login was LOGIN_OF_ADMINISTRATOR: it is the administrator's
	 * from now on. Never gives it back.
	 */
	struct administrator_session *(*take_session)(struct session *session);
	/*
	 * As in struct session_operations (port/database.h). A transaction waits for no lock longer
	 * than lock_timeout_ms: any login can hold one by changing its own role in a transaction that
	 * it leaves open.
	 */
	void (*close)(struct administrator_session *administrator);
	bool (*is_behind_pooler)(const struct administrator_session *administrator);
	bool (*begin)(struct administrator_session *administrator, int64_t lock_timeout_ms,
	              struct failure *failure);
	bool (*commit)(struct administrator_session *administrator, struct failure *failure);
	bool (*rollback)(struct administrator_session *administrator, struct failure *failure);
	/* As in struct inspection_operations. */
	bool (*compare)(struct administrator_session *administrator,
	                const struct access_question *question,
	                struct access_difference_list *differences, struct failure *failure);
	/* As in struct session_operations. */
	bool (*find_setting)(struct administrator_session *administrator,
	                     const struct setting_question *question, struct setting_place *place,
	                     struct failure *failure);
	/*
	 * Runs the difference's statement: in the transaction that is open, else in one of
	 * its own, with the same limit. FAILURE_DENIED has the statement in its hint.
	 *
	 * refusal  written for ACCESS_ATTEMPT: what the server said, NULL if it was done;
	 *          the caller frees it
	 */
	bool (*fix)(struct administrator_session *administrator,
	            const struct access_difference *difference, int64_t lock_timeout_ms, char **refusal,
	            struct failure *failure);
	/*
	 * Gives a role a password. The server gets a SCRAM-SHA-256 verifier that was made here,
	 * never the password itself, so that no log of it can show the password.
	 */
	bool (*set_password)(struct administrator_session *administrator, const char *role,
	                     const char *password, const char *administrator_name,
	                     struct failure *failure);
	/* Compares with what the server keeps; for servers that accept every login (trust). */
	bool (*password_status)(struct administrator_session *administrator, const char *role,
	                        const char *password, enum password_status *status,
	                        struct failure *failure);
	/*
	 * Makes a role that can log in for a minute, and whose sessions take the owner's role. It
	 * is a member of that owner alone and inherits nothing (PostgreSQL manual, CREATE ROLE,
	 * GRANT, ALTER ROLE ... SET). FAILURE_DENIED tells which right is missing.
	 */
	bool (*make_schema_run_role)(struct administrator_session *administrator,
	                             const struct schema_run_role *role, struct failure *failure);
	/*
	 * Drops such a role. Its session, if it has one, lives on. Nothing to do if the role is gone.
	 * Its login is removed first, for good; then its grants; then the role itself, which any other
	 * role can prevent by granting it something. Sent even after a stop signal, each step for a
	 * fraction of a second then.
	 *
	 * is_powerless  written always: true if no login is left, also where the role stays
	 */
	bool (*drop_schema_run_role)(struct administrator_session *administrator, const char *name,
	                             const char *administrator_name, bool *is_powerless,
	                             struct failure *failure);
	/*
	 * Names of some such roles whose minute has passed: what killed runs left, and what could not be
	 * dropped. The caller frees the list.
	 */
	bool (*expired_schema_run_roles)(struct administrator_session *administrator,
	                                 const char *administrator_name, struct name_list *names,
	                                 struct failure *failure);
};

#endif
