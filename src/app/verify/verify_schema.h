#ifndef APP_VERIFY_VERIFY_SCHEMA_H
#define APP_VERIFY_VERIFY_SCHEMA_H

/* Compares one schema with what is expected of it, in a read-only session. */

#include "app/verify/verify_work.h"

bool verify_schema(const struct verify_work *work, struct failure *failure);

/*
 * For an owner that may not enter its own database: compares roles and database with the catalog,
 * in the administrator's session.
 */
bool verify_schema_from_outside(const struct verify_work *work, struct failure *failure);

#endif
