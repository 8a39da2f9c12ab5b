#ifndef DOMAIN_MANAGED_SCHEMA_H
#define DOMAIN_MANAGED_SCHEMA_H

/*
 * One schema of one database, with its owner and the DDL that defines it: the unit of locks,
 * ledgers and proofs.
 *
 * port/bundle_source.h resolves it from a bundle or from --file, and the settings. All texts
 * belong to the managed schema.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/bundle.h"
#include "domain/ledger.h"
#include "domain/managed_scope.h"
#include "domain/script.h"

struct managed_schema
{
	char *bundle; /* "noetl"; the name for --file */
	char *part;   /* of the bundle: "noetl", "auth_service" */
	/* Key of the ledger: "bundle:noetl", "bundle:system/auth_service", "file:billing". */
	char *source;
	char *database;
	char *name; /* the schema's */
	char *owner;
	char *ledger_schema; /* of the owner (domain/ledger.h) */
	char *
		ledger_reader; /* owner of the database, if another role: may read that ledger; else NULL */
	int64_t version;   /* 0 for files, which are never superseded */
	char checksum[65]; /* SHA-256, hex, over all scripts in order; empty where no DDL is given */
	bool is_file;      /* repeated until its fixed point */
	struct script *scripts;
	size_t script_count;
	struct column_requirement *required_columns;
	size_t required_column_count;
	struct bundle_extension *extensions;
	size_t extension_count;
	struct bundle_partition *partitions;
	size_t partition_count;
	enum managed_scope managed_scope;
	char **managed; /* of a list: the schemas besides its own, in byte order */
	size_t managed_count;
	char options[33]; /* hash of what the settings say of all this; empty where they say nothing */
	bool prunes;      /* what is live in what it manages, and nobody's promise, goes */
	char *
		ledger_base; /* where all of the database is managed, or it prunes: how ledgers' schemas begin; or NULL */
};

/*
 * Whether its DDL is at hand. What the ledger has of a file can be compared and told by its name
 * alone.
 */
bool managed_schema_has_ddl(const struct managed_schema *schema);

/* A schema of a bundle without scripts: it holds what its users made (the workspace). */
bool managed_schema_holds_users_objects(const struct managed_schema *schema);

/* What a command takes that is to be about it: "noetl", "--name billing". The caller frees it. */
char *managed_schema_arguments(const struct managed_schema *schema);

/* What its source was called by programs that had no names for files; NULL for bundles. */
const char *managed_schema_older_source(const struct managed_schema *schema);

/*
 * Takes over what NOETL_MANAGED_SCHEMAS and NOETL_PRUNE say. A schema that holds what its users made
 * manages itself alone, and is never pruned. FAILURE_SETTINGS for schemas that nothing may manage.
 */
bool managed_schema_take_scope(struct managed_schema *schema, const struct settings *settings,
                               struct failure *failure);

/* Whether the settings decide it (NOETL_MANAGED_SCHEMAS, NOETL_PRUNE), and not the promise alone. */
bool managed_schema_says_what_is_managed(const struct managed_schema *schema);

/* Its own schema and those beside it that are listed. */
void managed_schema_list_names(const struct managed_schema *schema, struct name_list *names);

/* The tables of its partitions, qualified. */
void managed_schema_list_kept(const struct managed_schema *schema, struct name_list *tables);

/* Whether definitions, fingerprint and promises of it may be about more than its own schema. */
bool managed_schema_may_reach_beyond(const struct managed_schema *schema);

/* Of the schema's owner. Borrowed from the schema. */
struct ledger ledger_of_schema(const struct managed_schema *schema);

struct managed_schema_list
{
	struct managed_schema *items;
	size_t count;
};

void managed_schema_list_free(struct managed_schema_list *schemas);
#define cleanup_managed_schema_list __attribute__((cleanup(managed_schema_list_free)))

#endif
