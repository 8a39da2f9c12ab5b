#ifndef APP_VERIFY_VERIFY_SCHEMA_H
#define APP_VERIFY_VERIFY_SCHEMA_H

/*
 * One schema held against its promises, in a session that only looks.
 */

#include "app/verify/verify_work.h"

bool verify_schema(const struct verify_work *work, struct failure *failure);

/*
 * For an owner that may not enter its own database: what the catalog says of roles
 * and database, in the administrator's session.
 */
bool verify_schema_from_outside(const struct verify_work *work, struct failure *failure);

#endif
