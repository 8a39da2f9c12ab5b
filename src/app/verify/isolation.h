#ifndef APP_VERIFY_ISOLATION_H
#define APP_VERIFY_ISOLATION_H

/*
 * Whether platform and workspace are kept apart, by trying.
 *
 * Seed of the rule: NOETL_USER enters its own database and no other; POSTGRES_USER
 * does not enter the platform's. A role or a database that is not there keeps
 * itself apart.
 */

#include "app/application.h"
#include "domain/finding.h"

/*
 * Logs in as each of the two to the other's database and tells what came of it.
 *
 * session  any, to ask the catalog what it says
 * A way in that PUBLIC has is a warning: nobody promised to shut it. One that only
 * this role has breaks a promise. With SETTING_REQUIRE_ISOLATION both are broken.
 */
bool isolation_verify(const struct application *application, struct session *session,
                      struct finding_list *findings, struct failure *failure);

#endif
