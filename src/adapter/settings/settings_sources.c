#include "adapter/settings/settings_sources.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/settings/authority_path.h"
#include "adapter/settings/database_url.h"
#include "adapter/settings/directory.h"
#include "adapter/settings/environment.h"
#include "adapter/settings/manifest_file.h"
#include "adapter/settings/target_record.h"
#include "adapter/settings/targets_file.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/settings_value.h"

struct settings_sources
{
	struct settings_reader reader;
	const struct settings_source *cluster; /* or NULL */
	char *libpq_password;                  /* PGPASSWORD, or NULL */
	char *target_record; /* of the target that this process was begun for, or NULL */
	struct manifest_file_list kept_manifests;
};

typedef void (*path_reader)(struct settings_sources *sources, struct settings *settings,
                            const char *path);

static void
read_directory(struct settings_sources *sources, struct settings *settings, const char *path)
{
	(void)sources;
	directory_read(settings, path);
}

static void
read_manifest(struct settings_sources *sources, struct settings *settings, const char *path)
{
	manifest_file_read(&sources->kept_manifests, settings, path);
}

/* Calls read for each path of a colon-separated list. */
static void
read_each_path(struct settings_sources *sources, struct settings *settings, enum setting_key key,
               path_reader read)
{
	const char *list = settings_text(settings, key);

	if (list == NULL)
		return;

	cleanup_memory char *paths = memory_copy_text(list);
	char *rest = NULL;

	for (char *path = strtok_r(paths, ":", &rest); path != NULL; path = strtok_r(NULL, ":", &rest))
		read(sources, settings, path);
}

/* First of all files: the target may say where the rest of its settings is. */
static void
read_target(const struct settings_sources *sources, struct settings *settings)
{
	const char *path = settings_text(settings, SETTING_TARGETS);
	const char *name = settings_text(settings, SETTING_TARGET);

	if (name != NULL && path == NULL)
	{
		cleanup_memory char *quoted = settings_value_quote(name);

		settings_add_problem(settings,
		                     "NOETL_TARGET is %s, but NOETL_TARGETS, the file that has it, is "
		                     "missing",
		                     quoted);
	}
	else if (name != NULL && sources->target_record != NULL)
		target_record_offer(settings, sources->target_record);
	else if (name != NULL)
		targets_file_offer(settings, path, name);
}

static void
read_cluster(const struct settings_sources *sources, struct settings *settings)
{
	const struct settings_source *cluster = sources->cluster;
	struct failure failure = {.kind = FAILURE_NONE};

	if (cluster != NULL && !cluster->offer(cluster->context, settings, &failure))
		settings_set_unread(settings, &failure);
}

void
settings_sources_read(struct settings_sources *sources, struct settings *settings)
{
	environment_read(settings);
	environment_read_libpq(settings, sources->libpq_password);
	database_url_demand(settings);
	read_target(sources, settings);
	read_each_path(sources, settings, SETTING_CONFIG_DIR, read_directory);
	read_each_path(sources, settings, SETTING_CONFIG, read_manifest);
	read_cluster(sources, settings);
	/* Last, so that it wins over PGHOST and its like: libpq has it so too. */
	database_url_read(settings);
	authority_path_check(settings);
}

static bool
settings_sources_read_anew(void *context, struct settings *settings, struct failure *failure)
{
	cleanup_settings struct settings *fresh = settings_new();

	settings_offer_flags_of(fresh, settings);
	settings_sources_read(context, fresh);
	if (!settings_check(fresh, failure))
		return false;
	settings_adopt(settings, take(fresh));
	return true;
}

struct settings_sources *
settings_sources_new(const struct settings_source *cluster, bool is_for_target)
{
	struct settings_sources *sources = memory_allocate(1, sizeof *sources);

	sources->cluster = cluster;
	sources->libpq_password = environment_take("PGPASSWORD");
	sources->target_record = environment_take(TARGET_RECORD_VARIABLE);
	if (!is_for_target)
		memory_wipe_and_free(take(sources->target_record));
	sources->reader =
		(struct settings_reader){.context = sources, .read = settings_sources_read_anew};
	return sources;
}

void
settings_sources_free(struct settings_sources *sources)
{
	if (sources == NULL)
		return;
	memory_wipe_and_free(sources->libpq_password);
	memory_wipe_and_free(sources->target_record);
	manifest_file_list_free(&sources->kept_manifests);
	free(sources);
}

const char *
settings_sources_libpq_password(const struct settings_sources *sources)
{
	return sources->libpq_password;
}

const struct settings_reader *
settings_sources_reader(const struct settings_sources *sources)
{
	return &sources->reader;
}
