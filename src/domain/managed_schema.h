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
