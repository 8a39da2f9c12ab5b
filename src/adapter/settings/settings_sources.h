#ifndef ADAPTER_SETTINGS_SETTINGS_SOURCES_H
#define ADAPTER_SETTINGS_SETTINGS_SOURCES_H

/*
 * Where settings come from besides flags: the environment, the file of targets
 * (NOETL_TARGETS, of the one that NOETL_TARGET means), mounted directories
 * (NOETL_CONFIG_DIR), manifests (NOETL_CONFIG), the Kubernetes API
 * (NOETL_CONFIG_FROM), and what libpq itself would read (PGHOST, ..., DATABASE_URL).
 */

#include "adapter/settings/environment_secret.h"
#include "domain/settings.h"
#include "port/settings_reader.h"
#include "port/settings_source.h"

struct settings_sources;

/* Which secrets a command uses, by their settings. */
struct secret_choice
{
	bool used[SETTING_COUNT];
	/* Also kept from the environment, for processes that this one starts. */
	bool passed_on[SETTING_COUNT];
};

struct secret_chooser
{
	void *context;
	/* Called with settings that were just read; choice begins empty. */
	void (*choose)(void *context, const struct settings *settings, struct secret_choice *choice);
};

/*
 * Takes secrets out of the environment, where they are overwritten. Call before threads start.
 *
 * is_for_target  another process of this program started this one for a target, and its record
 *                counts; a variable of that name from elsewhere does not
 * cluster  borrowed; NULL: nothing is read from there, even if settings ask for it
 */
struct settings_sources *settings_sources_new(const struct settings_source *cluster,
                                              bool is_for_target);
void settings_sources_free(struct settings_sources *sources); /* NULL is fine */

static inline void
settings_sources_cleanup(struct settings_sources **sources)
{
	settings_sources_free(*sources);
}

/*
 * Offers the values of all sources to settings that already have the flags. What cannot be read
 * becomes a problem, or is passed to settings_set_unread(), for settings_check().
 */
void settings_sources_read(struct settings_sources *sources, struct settings *settings);

/*
 * From this call on, the chooser decides what is kept whenever settings are read; borrowed. Before
 * it, and with NULL, everything is kept.
 */
void settings_sources_set_chooser(struct settings_sources *sources,
                                  const struct secret_chooser *chooser);

/* Wipes what the chooser does not name, in the settings and here. */
void settings_sources_forget_unused(struct settings_sources *sources, struct settings *settings);

/* Wipes all secrets, for a command that reads no settings. */
void settings_sources_forget_all(struct settings_sources *sources);

/* The remaining secrets of the environment, for processes that this one starts. Borrowed. */
const struct environment_secrets *settings_sources_secrets(const struct settings_sources *sources);

/* Reads settings again; lives as long as the sources. */
const struct settings_reader *settings_sources_reader(const struct settings_sources *sources);

#endif
