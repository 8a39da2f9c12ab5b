#ifndef PORT_PROVISIONING_H
#define PORT_PROVISIONING_H

/*
 * What the administrator changes: roles, databases, schemas, privileges,
 * extensions, passwords. What differs is found by port/inspection.h.
 */

#include <stdbool.h>

#include "base/failure.h"
#include "domain/access_difference.h"

struct session;

enum password_standing
{
	PASSWORD_UNKNOWN, /* this session may not see what the server keeps, or cannot tell */
	PASSWORD_MATCHES,
	PASSWORD_DIFFERS /* another one, or none */
};

struct provisioning_operations
{
	/*
	 * Runs the difference's statement: in the transaction that is open, else in one of
	 * its own. FAILURE_DENIED has the statement in its hint.
	 *
	 * refusal  written for ACCESS_ATTEMPT: what the server said, NULL if it was done;
	 *          the caller frees it
	 */
	bool (*mend)(struct session *session, const struct access_difference *difference,
	             char **refusal, struct failure *failure);
	/*
	 * Gives a role a password. The server gets a SCRAM-SHA-256 verifier that was made here,
	 * never the password itself, so that no log of it can show the password.
	 */
	bool (*set_password)(struct session *session, const char *role, const char *password,
	                     const char *administrator, struct failure *failure);
	/*
	 * Lets a role read the ledger and add to it, in the transaction that is open; by the ledger's owner.
	 */
	bool (*share_ledger)(struct session *session, const char *ledger_schema, const char *role,
	                     struct failure *failure);
	/* Compares with what the server keeps; for servers that let anybody in (trust). */
	bool (*password_standing)(struct session *session, const char *role, const char *password,
	                          enum password_standing *standing, struct failure *failure);
};

#endif
