#ifndef APP_APPLICATION_H
#define APP_APPLICATION_H

/*
 * Everything that a use case needs from outside, assembled in main(). All pointers are borrowed
 * for the lifetime of the program.
 */

#include <stdint.h>

#include "domain/managed_schema.h"
#include "domain/settings.h"
#include "port/bundle_source.h"
#include "port/clock.h"
#include "port/cluster.h"
#include "port/database.h"
#include "port/mandate.h"
#include "port/output_file.h"
#include "port/progress.h"
#include "port/settings_reader.h"

/* Whether others on the network could read a session of this run. */
struct exposure
{
	bool is_told_by_caller; /* the process that started this one warns, once for all targets */
	bool is_seen;
};

/*
 * Roles that earlier runs left behind. Other roles may keep them forever, so one search a run is
 * enough.
 */
struct leftover_roles
{
	bool are_tried;
};

struct application
{
	struct settings *settings;
	const struct settings_reader *settings_reader;
	const struct bundle_source *bundles;
	const struct database *database;
	const struct clock *clock;
	const struct cluster *cluster;
	const struct mandate *mandate;
	const struct progress *progress;
	const struct output_operations *output;
	const char *tool_version;
	const char *pod;    /* that this runs in, or NULL */
	int64_t started_ms; /* of the run, by the clock's now_ms; that of many targets is their run's */
	struct exposure *exposure;
	struct leftover_roles *leftover_roles;
};

#endif
