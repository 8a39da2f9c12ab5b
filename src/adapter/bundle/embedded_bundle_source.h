#ifndef ADAPTER_BUNDLE_EMBEDDED_BUNDLE_SOURCE_H
#define ADAPTER_BUNDLE_EMBEDDED_BUNDLE_SOURCE_H

/*
 * Bundles that travel inside the program (ddl/<bundle>/bundle.yaml and its
 * scripts), and scripts that a person names with --file.
 *
 * The answer lives as long as the program.
 */

#include "domain/managed_schema.h"
#include "port/bundle_source.h"

const struct bundle_source *embedded_bundle_source(void);

#endif
