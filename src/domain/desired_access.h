#ifndef DOMAIN_DESIRED_ACCESS_H
#define DOMAIN_DESIRED_ACCESS_H

/*
 * Who owns what and who may enter where, as the settings and the schemas of a run ask for it.
 *
 * The rules, once for provisioning and for verify:
 * - The platform's database (NOETL_POSTGRES_DB) belongs to NOETL_USER, the
 *   workspace (POSTGRES_DB) to POSTGRES_USER, any other to the schema's owner.
 * - NOETL_USER may log in and nothing else; POSTGRES_USER may make databases too.
 *   The owner of a service's schema only has to exist unless it has a password.
 * - Neither of the two may enter the other's database.
 *
 * All texts are copies, so that settings may be read again meanwhile.
 */

#include <stdbool.h>
#include <stddef.h>

#include "domain/managed_schema.h"
#include "domain/name_list.h"
#include "domain/settings.h"

struct role_spec
{
	char *name;
	char *login_database; /* a database that it logs in to */
	bool can_login;
	bool creates_databases;
};

struct database_spec
{
	char *name;
	char *owner;
	char *barred_role;             /* must not enter; NULL if no role is named */
	struct name_list extra_logins; /* owners of schemas in it who log in; no duplicates */
};

struct schema_spec
{
	char *database;
	char *name;
	char *owner;
	char *ledger_schema;   /* created empty for the owner, who fills it */
	char *path_schema;     /* the first schema of the owner's search_path in the database */
	bool closes_functions; /* PUBLIC may not execute what the owner makes */
	const struct bundle_extension *extensions; /* the schema's */
	size_t extension_count;
};

struct desired_access
{
	char *administrator; /* "" if the settings name none */
	struct role_spec *roles;
	size_t role_count;
	struct database_spec *databases;
	size_t database_count;
	struct schema_spec *schemas;
	size_t schema_count;
};

/* The schemas must outlive the desired access. */
void desired_access_make(const struct settings *settings, const struct managed_schema *schemas,
                         size_t schema_count, struct desired_access *desired);
void desired_access_free(struct desired_access *desired);
#define cleanup_desired_access __attribute__((cleanup(desired_access_free)))

#endif
