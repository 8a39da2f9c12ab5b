#ifndef APP_PROVISION_PROVISION_RUN_H
#define APP_PROVISION_PROVISION_RUN_H

/* What the steps of one provisioning share. */

#include <stdbool.h>
#include <stddef.h>

#include "app/application.h"
#include "app/provision/provision_outcome.h"
#include "domain/desired_access.h"
#include "port/inspection.h"
#include "port/provisioning.h"

struct provision_run
{
	const struct application *application;
	struct provision_outcome *outcome;
	struct desired_access desired;
	struct administrator_session *maintenance; /* outside of the databases to be made */
	bool is_looking;                           /* only compares and counts; changes nothing */
	bool has_lock;                             /* no other run provisions */
	char token[37]; /* a UUID: part of the names of databases that it makes */
	size_t pending_count;
	struct name_list said; /* warnings already logged */
};

/* The login that compares. One of the two is set; only the administrator's can change anything. */
struct provision_login
{
	struct session *owner;
	struct administrator_session *administrator;
};

/*
 * Makes one role, database, schema or extension as desired. While is_looking, only counts the
 * changes that this would take.
 *
 * login  the login that compares and changes
 *
 * Failures: FAILURE_DENIED lists everything that the administrator may not do.
 */
bool provision_reconcile(struct provision_run *run, const struct provision_login *login,
                         const struct access_question *question, struct failure *failure);

/*
 * Makes the role's password that of the settings. Changes it only if a login with it is refused,
 * or if the server accepts a login without a password and stores another one.
 */
bool provision_password(struct provision_run *run, const struct role_spec *role,
                        struct failure *failure);

/*
 * Each role whose password was changed, and that logs in to this database, records that in its
 * own ledger there. If a row cannot be written, the role stays on the list for the next try.
 * While is_looking, only counts them.
 */
bool provision_record_passwords(struct provision_run *run, const struct database_spec *database,
                                struct failure *failure);

/* The password that the settings have for a role, or NULL; borrowed until they change. */
const char *provision_password_of(const struct provision_run *run, const struct role_spec *role);

/* Logs a warning unless it was logged before. */
void provision_warn(struct provision_run *run, const struct access_difference *difference,
                    const char *answer);

#endif
