#ifndef DOMAIN_BUNDLE_H
#define DOMAIN_BUNDLE_H

/*
 * A bundle: the DDL of one subject, and where it goes.
 *
 * Read from ddl/<name>/bundle.yaml by an adapter; all texts belong to the
 * bundle. A target is what one owner owns in one schema of one database, and is
 * what locks, ledgers and proofs are about.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"
#include "domain/ledger.h"
#include "domain/script.h"
#include "domain/settings.h"

struct bundle_fact
{
	char *column; /* "event_log.timestamp" */
	bool not_null;
	bool has_default;
};

struct bundle_extension
{
	char *name;
	bool is_required;
};

enum partition_interval
{
	PARTITION_DAY,
	PARTITION_WEEK,
	PARTITION_MONTH,
	PARTITION_QUARTER,
	PARTITION_YEAR
};

enum partition_expiry
{
	PARTITION_EXPIRY_NEVER,
	PARTITION_EXPIRY_DETACH,
	PARTITION_EXPIRY_DROP
};

struct bundle_partition
{
	char *target;
	char *table;
	char *column;
	enum partition_interval interval;
	int ahead_count;
	int retain_count; /* intervals; only with an expiry */
	enum partition_expiry expiry;
};

/* A target with its settings resolved. */
struct target
{
	char *bundle; /* "noetl"; "file" for --file */
	char *name;
	char *source; /* key of the ledger: "bundle:noetl", "bundle:system/auth_service", "file" */
	char *database;
	char *schema;
	char *owner;
	char *ledger_schema; /* the owner's own (domain/ledger.h) */
	char *
		ledger_reader; /* owner of the database, if another role: may read that ledger; else NULL */
	int64_t version;   /* 0 for files, which are never superseded */
	char checksum[65]; /* SHA-256, hex, over all scripts in order */
	bool is_file;      /* repeated until its fixed point */
	struct script *scripts;
	size_t script_count;
	struct bundle_fact *facts;
	size_t fact_count;
	struct bundle_extension *extensions;
	size_t extension_count;
	struct bundle_partition *partitions;
	size_t partition_count;
};

/* Of the target's owner. Borrowed from the target. */
struct ledger ledger_of_target(const struct target *target);

struct target_list
{
	struct target *items;
	size_t count;
};

void target_list_free(struct target_list *targets);
#define cleanup_target_list __attribute__((cleanup(target_list_free)))

/* The --file arguments, in order; "-" is standard input. Borrowed. */
struct bundle_files
{
	const char *const *paths;
	size_t count;
};

/*
 * Where bundles come from; implemented by an adapter over the embedded files.
 * Both ways of resolving append to the targets, and leave them alone on failure.
 */
struct bundle_source
{
	void *context;
	/* FAILURE_USAGE names the bundles that exist when this one does not. */
	bool (*resolve)(void *context, const char *bundle, const struct settings *settings,
	                struct target_list *targets, struct failure *failure);
	/* One target in schema NOETL_SCHEMA. FAILURE_SETTINGS for what cannot be read. */
	bool (*resolve_files)(void *context, const struct bundle_files *files,
	                      const struct settings *settings, struct target_list *targets,
	                      struct failure *failure);
	/* Names of all bundles, NULL-terminated, static. */
	const char *const *(*names)(void *context);
};

#endif
