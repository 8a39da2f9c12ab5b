#ifndef ADAPTER_POSTGRES_CATALOG_CATALOG_PRIVILEGES_H
#define ADAPTER_POSTGRES_CATALOG_CATALOG_PRIVILEGES_H

/*
 * Access privileges in one order, and none where they are the usual ones: a list
 * that GRANT and REVOKE brought back to what it was says nothing (PostgreSQL
 * manual, "Privileges").
 */

#include <stdbool.h>

#include "base/text.h"

/*
 * Appends "privileges item item" to a definition: those of the owner and of PUBLIC.
 *
 * privileges  an aclitem[] as text, or NULL: nobody has said anything
 * usual       acldefault() as text, or NULL where there is no such thing
 *
 * False, with nothing appended, if one of them is no array of privileges.
 */
bool catalog_privileges_append(struct text *definition, const char *privileges, const char *usual);

typedef void (*catalog_grantee_receiver)(void *context, const char *grantee, const char *items);

/*
 * All others: for each grantee his name, as the server writes it in privileges, and "item item".
 * Both are borrowed for the call.
 */
void catalog_privileges_each(const char *privileges, catalog_grantee_receiver receive,
                             void *context);

#endif
