#ifndef PORT_INSPECTION_H
#define PORT_INSPECTION_H

/*
 * Reads what the definitions of a schema do not show: owners, who may connect where, and the facts
 * that a bundle documents. Changes nothing.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "domain/access_difference.h"
#include "domain/desired_access.h"
#include "domain/managed_schema.h"
#include "domain/name_list.h"

struct session;

enum access_subject
{
	ACCESS_ROLE,     /* asked in any database */
	ACCESS_DATABASE, /* asked in any database */
	ACCESS_SCHEMA,   /* asked in the schema's database */
	ACCESS_EXTENSION /* asked in the database that is to have it */
};

struct access_question
{
	enum access_subject subject;
	const char *administrator; /* whose powers decide between ACCESS_CHANGE and ACCESS_REFUSAL */
	bool admits_administrator; /* ACCESS_DATABASE: it must be able to enter */
	/* ACCESS_DATABASE: part of the names under which databases are made; NULL: none is. */
	const char *token;
	bool
		drops_leftovers; /* ACCESS_DATABASE: half made ones of runs that are gone are differences */
	const struct role_spec *role;
	const struct database_spec *database;
	const struct schema_spec *schema;
	const struct bundle_extension *extension;
};

/* What the catalog says of a column that a bundle has facts about. */
struct column_status
{
	bool exists;
	bool is_not_null;
	bool has_default;
};

/* What the catalog says of one role and one database. */
struct entrance
{
	bool role_exists;
	bool role_is_superuser;
	bool database_exists;
	bool is_permitted; /* has CONNECT, itself, as a member or as PUBLIC */
};

struct inspection_operations
{
	/* Appends what differs, in the order in which to correct it. */
	bool (*compare)(struct session *session, const struct access_question *question,
	                struct access_difference_list *differences, struct failure *failure);
	/* standings[i] belongs to schema->facts[i]; the caller gives room for all. */
	bool (*columns)(struct session *session, const struct managed_schema *schema,
	                struct column_status *statuses, struct failure *failure);
	bool (*entrance)(struct session *session, const char *role, const char *database,
	                 struct entrance *entrance, struct failure *failure);
	/* Databases that take connections and that PUBLIC may enter. */
	bool (*open_databases)(struct session *session, struct name_list *names,
	                       struct failure *failure);
};

#endif
