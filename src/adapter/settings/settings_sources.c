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
#include "base/stop_signal.h"
#include "domain/settings_value.h"

struct settings_sources
{
	struct settings_reader reader;
	const struct settings_source *cluster; /* or NULL */
	const struct secret_chooser *chooser;  /* or NULL */
	struct environment_secrets secrets;
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
offer_manifest(struct settings_sources *sources, struct settings *settings, const char *path)
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

/* Before all other files: the target may say where the rest of its settings is. */
static void
offer_target(const struct settings_sources *sources, struct settings *settings)
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
offer_cluster(const struct settings_sources *sources, struct settings *settings)
{
	const struct settings_source *cluster = sources->cluster;
	struct failure failure = {.kind = FAILURE_NONE};

	if (cluster != NULL && !cluster->offer(cluster->context, settings, &failure))
		settings_set_unread(settings, &failure);
}

/* Each reader stops at once when a signal comes, and reports only that. */
static void
note_stop(struct settings *settings)
{
	struct failure failure = {.kind = FAILURE_NONE};

	if (!stop_signal_was_received())
		return;
	(void)stop_signal_fail(&failure, "reading settings");
	settings_set_unread(settings, &failure);
}

void
settings_sources_read(struct settings_sources *sources, struct settings *settings)
{
	environment_read(settings, &sources->secrets);
	/* What it demands of TLS must not be weakened by what is read behind it. */
	database_url_read_owners(settings);
	environment_read_libpq(settings, &sources->secrets);
	database_url_demand(settings);
	offer_target(sources, settings);
	read_each_path(sources, settings, SETTING_CONFIG_DIR, read_directory);
	read_each_path(sources, settings, SETTING_CONFIG, offer_manifest);
	offer_cluster(sources, settings);
	database_url_read_owners(settings);
	/* Last, so that it wins over PGHOST and its like: libpq has it so too. */
	database_url_read(settings);
	authority_path_check(settings);
	note_stop(settings);
}

void
settings_sources_forget_unused(struct settings_sources *sources, struct settings *settings)
{
	struct secret_choice choice = {.used = {false}};

	/* Settings that are still unread may decide what is used. */
	if (sources->chooser == NULL || !settings_are_read(settings))
		return;
	sources->chooser->choose(sources->chooser->context, settings, &choice);
	for (enum setting_key key = 0; key < SETTING_COUNT; key++)
	{
		if (setting_definition(key)->is_secret && !choice.used[key])
			settings_forget_secret(settings, key);
		choice.passed_on[key] |= choice.used[key];
	}
	environment_secrets_keep(&sources->secrets, choice.passed_on);
	if (sources->target_record != NULL)
		target_record_keep(&sources->target_record, choice.used);
}

void
settings_sources_forget_all(struct settings_sources *sources)
{
	environment_secrets_free(&sources->secrets);
	memory_wipe_and_free(take(sources->target_record));
}

static bool
settings_sources_read_anew(void *context, struct settings *settings, struct failure *failure)
{
	cleanup_settings struct settings *fresh = settings_new();

	settings_offer_flags_of(fresh, settings);
	settings_sources_read(context, fresh);
	if (!settings_check(fresh, failure))
		return false;
	settings_sources_forget_unused(context, fresh);
	settings_adopt(settings, take(fresh));
	return true;
}

struct settings_sources *
settings_sources_new(const struct settings_source *cluster, bool is_for_target)
{
	struct settings_sources *sources = memory_allocate(1, sizeof *sources);

	sources->cluster = cluster;
	environment_secrets_take(&sources->secrets);
	sources->target_record = environment_secret_take(TARGET_RECORD_VARIABLE);
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
	settings_sources_forget_all(sources);
	manifest_file_list_free(&sources->kept_manifests);
	free(sources);
}

void
settings_sources_set_chooser(struct settings_sources *sources, const struct secret_chooser *chooser)
{
	sources->chooser = chooser;
}

const struct environment_secrets *
settings_sources_secrets(const struct settings_sources *sources)
{
	return &sources->secrets;
}

const struct settings_reader *
settings_sources_reader(const struct settings_sources *sources)
{
	return &sources->reader;
}
