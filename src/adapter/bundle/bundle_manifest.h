#ifndef ADAPTER_BUNDLE_BUNDLE_MANIFEST_H
#define ADAPTER_BUNDLE_BUNDLE_MANIFEST_H

/*
 * What ddl/<bundle>/bundle.yaml says, before any setting is looked up.
 *
 *   bundle: noetl
 *   version: 1                     # a positive integer; raised with every change of the DDL
 *   description: one line
 *   layouts: [schemas, databases]  # optional: a schema goes to a schema or to a database of its own
 *   schemas:
 *     - name: noetl
 *       database: NOETL_POSTGRES_DB  # the name of a setting, or "=literal"
 *       schema: NOETL_SCHEMA
 *       owner: NOETL_USER
 *       scripts: [010_a.sql, {file: 900_b.sql, layout: schemas}]
 *       extensions: [{name: plpython3u, required: false}]             # optional
 *       required_columns: [{column: t.c, not_null: true, has_default: true}]     # optional
 *   partitions:                      # optional
 *     - {part: noetl, table: t, column: c, interval: month, ahead: 3}
 *       # retain: 12 with on_expiry: detach | drop
 *
 * An unknown key is an error: a misspelt one would otherwise be ignored silently.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"
#include "domain/bundle.h"

struct manifest_script
{
	char *file;
	char *layout; /* NULL: in every layout */
};

struct manifest_schema
{
	char *name;
	char *database; /* the name of a setting, or "=literal" */
	char *schema;
	char *owner;
	struct manifest_script *scripts;
	size_t script_count;
	struct bundle_extension *extensions;
	size_t extension_count;
	struct column_requirement *required_columns;
	size_t required_column_count;
};

struct manifest_text
{
	char *text;
};

struct bundle_manifest
{
	char *bundle;
	int64_t version;
	char *description;
	struct manifest_text *layouts;
	size_t layout_count;
	struct manifest_schema *schemas;
	size_t schema_count;
	struct bundle_partition *partitions;
	size_t partition_count;
};

/*
 * path      for messages
 * manifest  written on success; the caller frees it with bundle_manifest_free()
 * Failures: FAILURE_BUG with the line, because bundles are part of the program.
 */
bool bundle_manifest_parse(const char *path, const char *yaml, size_t length_bytes,
                           struct bundle_manifest *manifest, struct failure *failure);

void bundle_manifest_free(struct bundle_manifest *manifest);
#define cleanup_bundle_manifest __attribute__((cleanup(bundle_manifest_free)))

#endif
