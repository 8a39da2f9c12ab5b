#ifndef ADAPTER_SETTINGS_SETTINGS_SOURCES_H
#define ADAPTER_SETTINGS_SETTINGS_SOURCES_H

/*
 * Where settings come from besides flags: the environment, the file of targets
 * (NOETL_TARGETS, of the one that NOETL_TARGET means), mounted directories
 * (NOETL_CONFIG_DIR), manifests (NOETL_CONFIG), the Kubernetes API
 * (NOETL_CONFIG_FROM), and what libpq itself would read (PGHOST, ..., DATABASE_URL).
 */

#include "domain/settings.h"
#include "port/settings_reader.h"
#include "port/settings_source.h"

struct settings_sources;

/*
 * Takes PGPASSWORD out of the environment: libpq would send it for any login
 * without a password, and it is the administrator's. Call before threads start.
 *
 * is_for_target  another process of this program began this one for a target: what it
 *                has of it counts; a stranger's variable of that name does not
 * cluster  borrowed; NULL: nothing is read from there, whatever settings say
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
 * Offers everything there is to settings that know the flags. What cannot be
 * read is left there as a problem, or as what settings_set_unread() takes, for
 * settings_check().
 */
void settings_sources_read(struct settings_sources *sources, struct settings *settings);

/* PGPASSWORD, as it was in the environment; NULL if it was not. Borrowed. */
const char *settings_sources_libpq_password(const struct settings_sources *sources);

/* Reads anew into settings that were read before; lives as long as the sources. */
const struct settings_reader *settings_sources_reader(const struct settings_sources *sources);

#endif
