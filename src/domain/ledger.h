#ifndef DOMAIN_LEDGER_H
#define DOMAIN_LEDGER_H

/*
 * Where an owner's ledger is.
 *
 * Each owner has its own ledger, because no role may write into a table of another role: a
 * trigger on the table would run as the role that writes. The ledger of the database's owner is
 * NOETL_LEDGER_SCHEMA. The ledger of any other owner has that name, "_" and the owner's name.
 */

#include <stdbool.h>

#include "domain/settings.h"

/* All borrowed. */
struct ledger
{
	const char *schema;
	const char *owner; /* of the schema and of every table in it; the only role that writes there */
	const char *reader; /* another role that may read it, or NULL */
};

/*
 * The owner of a database according to the settings: NOETL_USER for the platform, POSTGRES_USER
 * for the workspace, otherwise the owner of the schema in it. Borrowed.
 */
const char *database_owner(const struct settings *settings, const char *database,
                           const char *schema_owner);

/*
 * The schema of the owner's ledger in the database. A name that is too long for PostgreSQL (63
 * bytes) is cut and ends in the first digits of its SHA-256. The caller frees it.
 */
char *ledger_schema_of(const struct settings *settings, const char *database, const char *owner);

/* True if a schema of this name is, or could become, the ledger of an owner. */
bool ledger_schema_is_reserved(const struct settings *settings, const char *schema);

#endif
