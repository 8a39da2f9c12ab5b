#ifndef ADAPTER_BUNDLE_BUNDLE_SCHEMA_H
#define ADAPTER_BUNDLE_BUNDLE_SCHEMA_H

/*
 * Makes schemas of a manifest: settings looked up, scripts of the chosen layout
 * taken from the program, checksums computed.
 *
 * In layout "databases" the database of a schema has the name of its schema.
 * The ledger's source is "bundle:<bundle>", with "/<part>" where a bundle has
 * several schemas.
 * Failures: FAILURE_SETTINGS for a setting that is needed and not given;
 * FAILURE_BUG for a manifest that names what is not there.
 */

#include <stdbool.h>

#include "adapter/bundle/bundle_manifest.h"
#include "base/failure.h"
#include "domain/managed_schema.h"

bool bundle_schema_resolve(const struct bundle_manifest *manifest, const struct settings *settings,
                           struct managed_schema_list *schemas, struct failure *failure);

/* Names, database, schema and owner of the schema of --file; its scripts are the caller's business. */
bool bundle_schema_resolve_file(struct managed_schema *schema, const struct settings *settings,
                                struct failure *failure);

#endif
