#ifndef ADAPTER_BUNDLE_BUNDLE_TARGET_H
#define ADAPTER_BUNDLE_BUNDLE_TARGET_H

/*
 * Makes targets of a manifest: settings looked up, scripts of the chosen layout
 * taken from the program, checksums computed.
 *
 * In layout "databases" the database of a target has the name of its schema.
 * The ledger's source is "bundle:<bundle>", with "/<target>" where a bundle has
 * several targets.
 * Failures: FAILURE_SETTINGS for a setting that is needed and not given;
 * FAILURE_BUG for a manifest that names what is not there.
 */

#include <stdbool.h>

#include "adapter/bundle/bundle_manifest.h"
#include "base/failure.h"
#include "domain/bundle.h"

bool bundle_target_resolve(const struct bundle_manifest *manifest, const struct settings *settings,
                           struct target_list *targets, struct failure *failure);

/* Names, database, schema and owner of the target of --file; its scripts are the caller's business. */
bool bundle_target_resolve_file(struct target *target, const struct settings *settings,
                                struct failure *failure);

#endif
