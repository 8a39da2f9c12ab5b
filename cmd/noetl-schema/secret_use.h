#ifndef SECRET_USE_H
#define SECRET_USE_H

/*
 * Which secrets a command uses: it keeps no others.
 *
 * A command logs in as the owners of what it works on; "verify" also tries the login of the other
 * owner; the administrator comes with --ensure-role, and to "verify". A process that works on many
 * targets logs in nowhere, and only passes secrets on.
 */

#include "adapter/settings/settings_sources.h"
#include "command_line.h"
#include "domain/managed_schema.h"
#include "port/bundle_source.h"

struct secret_use
{
	const struct command_line *line;
	const struct bundle_source *bundles;
};

/* The use must outlive the chooser. */
struct secret_chooser secret_use_chooser(struct secret_use *use);

#endif
