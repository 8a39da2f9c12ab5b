#ifndef SECRET_USE_H
#define SECRET_USE_H

/*
 * Which secrets a command uses: what it does not use, it does not hold.
 *
 * A command logs in as the owners of what it works on; "verify" tries the other owner's way in as
 * well; the administrator comes with --ensure-role, and to "verify". A process that works on
 * many targets logs in nowhere, and only passes secrets on.
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

/* The use has to outlive the chooser. */
struct secret_chooser secret_use_chooser(struct secret_use *use);

#endif
