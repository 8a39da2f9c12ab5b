#ifndef DOMAIN_LEDGER_H
#define DOMAIN_LEDGER_H

/*
 * Where an owner's ledger is.
 *
 * Each owner has one of its own, because no role may write into a table of another role:
 * a trigger there would run as the one who writes. The database's owner has
 * NOETL_LEDGER_SCHEMA, any other owner that name, "_" and its own name.
 */

#include <stdbool.h>

#include "domain/settings.h"

/* All borrowed. */
struct ledger
{
	const char *schema;
	const char *owner;  /* of the schema and of every table in it; nobody else writes there */
	const char *reader; /* another role that may read it, or NULL */
};

/*
 * Who owns a database, as the settings have it: NOETL_USER that of the platform, POSTGRES_USER
 * the workspace, and otherwise the owner of what is in it. Borrowed.
 */
const char *database_owner(const struct settings *settings, const char *database,
                           const char *schema_owner);

/*
 * The schema of the owner's ledger in the database. A name that is too long for PostgreSQL (63
 * bytes) is cut and ends in the first digits of its SHA-256. The caller frees it.
 */
char *ledger_schema_of(const struct settings *settings, const char *database, const char *owner);

/* Whether a schema of this name is, or could become, somebody's ledger. */
bool ledger_schema_is_reserved(const struct settings *settings, const char *schema);

#endif
