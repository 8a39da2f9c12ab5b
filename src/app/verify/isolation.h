#ifndef APP_VERIFY_ISOLATION_H
#define APP_VERIFY_ISOLATION_H

/*
 * Proves by logging in that platform and workspace are isolated.
 *
 * The rule: NOETL_USER may enter its own database and no other; POSTGRES_USER may not enter the
 * platform's. A role or a database that does not exist needs no isolation.
 */

#include "app/application.h"
#include "domain/finding.h"

/*
 * Logs in as each of the two to the other's database and adds the results to the findings.
 *
 * session  any session; the catalog is queried in it
 *
 * Access that PUBLIC has is a warning, because isolation was not expected then. Access that only
 * this role has breaks an expectation. With SETTING_REQUIRE_ISOLATION both are broken.
 */
bool isolation_verify(const struct application *application, struct session *session,
                      struct finding_list *findings, struct failure *failure);

#endif
