#ifndef DOMAIN_SETTINGS_LOOKALIKE_H
#define DOMAIN_SETTINGS_LOOKALIKE_H

/*
 * Keys under which others keep what a setting is for: the Secrets of database operators have
 * "password", "host" and "uri". They are never read, because whose they are is a guess; but the
 * message about a missing setting has to name them.
 */

#include "domain/settings.h"

/* Records a key of a source that is no setting. origin as in settings_offer(). */
void settings_lookalike_note(struct settings *settings, const char *name, const char *origin);

/* The same for a variable: only one in small letters, as a whole Secret in envFrom makes. */
void settings_lookalike_note_variable(struct settings *settings, const char *name);

/* "password (file /secret/password), uri (file /secret/uri)", or NULL. Borrowed. */
const char *settings_lookalikes(const struct settings *settings, enum setting_key key);

#endif
