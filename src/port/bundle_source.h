#ifndef PORT_BUNDLE_SOURCE_H
#define PORT_BUNDLE_SOURCE_H

/*
 * Where managed schemas come from: the bundles that the program carries, and --file.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "domain/managed_schema.h"
#include "domain/settings.h"

/*
 * The --file arguments, in order; "-" is standard input. None: the files are meant by their name,
 * NOETL_NAME, and their DDL is not given. Borrowed.
 */
struct bundle_files
{
	const char *const *paths;
	size_t count;
};

/*
 * Where bundles come from; implemented by an adapter over the embedded files.
 * Both ways of resolving append to the schemas, and leave them alone on failure.
 */
struct bundle_source
{
	void *context;
	/* FAILURE_USAGE names the bundles that exist when this one does not. */
	bool (*resolve)(void *context, const char *bundle, const struct settings *settings,
	                struct managed_schema_list *schemas, struct failure *failure);
	/* One schema in schema NOETL_SCHEMA. FAILURE_SETTINGS for what cannot be read, or has no name. */
	bool (*resolve_files)(void *context, const struct bundle_files *files,
	                      const struct settings *settings, struct managed_schema_list *schemas,
	                      struct failure *failure);
	/* Sets the checksum once more, after a script has been scanned that includes others. */
	void (*checksum)(struct managed_schema *schema);
	/* Names of all bundles, NULL-terminated, static. */
	const char *const *(*names)(void *context);
};

#endif
