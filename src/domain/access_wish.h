#ifndef DOMAIN_ACCESS_WISH_H
#define DOMAIN_ACCESS_WISH_H

/*
 * Who is to own what and who may enter where, as the settings and the targets
 * of a run ask for it.
 *
 * The rules, once for provisioning and for verify:
 * - The platform's database (NOETL_POSTGRES_DB) belongs to NOETL_USER, the
 *   workspace (POSTGRES_DB) to POSTGRES_USER, any other to the target's owner.
 * - NOETL_USER may log in and nothing else; POSTGRES_USER may make databases too.
 *   The owner of a service's schema need only exist unless it has a password.
 * - Neither of the two may enter the other's database.
 * All texts are copies, so that settings may be read anew meanwhile.
 */

#include <stdbool.h>
#include <stddef.h>

#include "domain/bundle.h"
#include "domain/name_list.h"
#include "domain/settings.h"

struct role_wish
{
	char *name;
	char *home; /* a database that it logs in to */
	bool can_login;
	bool creates_databases;
};

struct database_wish
{
	char *name;
	char *owner;
	char *stranger;          /* must not enter; NULL: nobody is named */
	struct name_list guests; /* owners of schemas in it who log in; none twice */
};

struct schema_wish
{
	char *database;
	char *name;
	char *owner;
	char *ledger_schema;   /* made empty for the owner, who fills it */
	char *path_schema;     /* with which the owner's search_path in the database begins */
	bool closes_functions; /* PUBLIC may not execute what the owner makes */
	const struct bundle_extension *extensions; /* the target's */
	size_t extension_count;
};

struct access_wish
{
	char *administrator; /* "" if the settings name none */
	struct role_wish *roles;
	size_t role_count;
	struct database_wish *databases;
	size_t database_count;
	struct schema_wish *schemas;
	size_t schema_count;
};

/* The targets must outlive the wish. */
void access_wish_make(const struct settings *settings, const struct target *targets,
                      size_t target_count, struct access_wish *wish);
void access_wish_free(struct access_wish *wish);
#define cleanup_access_wish __attribute__((cleanup(access_wish_free)))

#endif
