#ifndef ADAPTER_BUNDLE_BUNDLE_SCHEMA_H
#define ADAPTER_BUNDLE_BUNDLE_SCHEMA_H

/*
 * Builds the schemas of a manifest: looks up settings, takes the scripts of the chosen layout from
 * the program and computes checksums.
 *
 * In layout "databases" the database of a schema has the name of its schema.
 * The ledger's source is "bundle:<bundle>", with "/<part>" where a bundle has
 * several schemas.
 * Failures: FAILURE_SETTINGS for a required setting that is not given; FAILURE_BUG for a manifest
 * that names something that does not exist.
 */

#include <stdbool.h>

#include "adapter/bundle/bundle_manifest.h"
#include "base/failure.h"
#include "domain/managed_schema.h"
#include "port/bundle_source.h"

bool bundle_schema_resolve(const struct bundle_manifest *manifest, const struct settings *settings,
                           struct managed_schema_list *schemas, struct failure *failure);

/* Fills names, database, schema and owner of the schema of --file; the caller adds its scripts. */
bool bundle_schema_resolve_file(struct managed_schema *schema, const struct bundle_files *files,
                                const struct settings *settings, struct failure *failure);

#endif
