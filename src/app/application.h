#ifndef APP_APPLICATION_H
#define APP_APPLICATION_H

/*
 * Everything that a use case needs from outside, put together in main().
 * All pointers are borrowed for the length of the program.
 */

#include "domain/bundle.h"
#include "domain/settings.h"
#include "port/clock.h"
#include "port/cluster.h"
#include "port/database.h"
#include "port/output_file.h"
#include "port/progress.h"
#include "port/settings_reader.h"

struct application
{
	struct settings *settings;
	const struct settings_reader *settings_reader;
	const struct bundle_source *bundles;
	const struct database *database;
	const struct clock *clock;
	const struct cluster *cluster;
	const struct progress *progress;
	const struct output_operations *output;
	const char *tool_version;
	/* Set when the warning about a session that others can read is out; NULL: there is none. */
	bool *exposure_was_told;
};

#endif
