#ifndef DOMAIN_SETTINGS_STRENGTH_H
#define DOMAIN_SETTINGS_STRENGTH_H

/*
 * Settings that decide whom a password reaches, and who may weaken them.
 *
 * Flags and the environment say what is demanded, and the defaults where these say nothing.
 * Whoever can edit a mounted ConfigMap or Secret, a manifest, an object of the Kubernetes API or
 * a file of targets may raise the demand and never lower it, whatever the rank of the source.
 */

#include <stdbool.h>

#include "domain/settings.h"

/* One offer of a value that is well-formed. */
struct setting_offer
{
	enum setting_key key;
	enum setting_source source;
	const char *value;
	int64_t number;
};

/* Whether a source may weaken: a flag, the environment, and what libpq reads there. */
bool settings_source_is_trusted(enum setting_source source);

/* Whether strengths of this setting are compared. */
bool settings_strength_is_compared(enum setting_key key);

/* Remembers the value that a trusted source has just given. */
void settings_strength_demand(struct settings *settings, enum setting_key key);

/* Whether an offer is stronger than what is there. */
bool settings_strength_is_raised(const struct settings *settings,
                                 const struct setting_offer *offer);

/*
 * NULL if the offer does not weaken what is demanded. Otherwise what it weakens and what is
 * allowed, in words that follow the setting's name; the caller frees them.
 */
char *settings_strength_problem(const struct settings *settings, const struct setting_offer *offer);

#endif
