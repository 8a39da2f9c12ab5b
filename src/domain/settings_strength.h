#ifndef DOMAIN_SETTINGS_STRENGTH_H
#define DOMAIN_SETTINGS_STRENGTH_H

/*
 * Settings that decide who receives a password, and which sources may weaken them.
 *
 * Flags and the environment say what is demanded; the defaults do if these say nothing. A mounted
 * ConfigMap or Secret, a manifest, an object of the Kubernetes API or a file of targets may raise
 * the demand and never lower it, whatever its rank.
 */

#include <stdbool.h>

#include "domain/settings.h"

/* An offer of a well-formed value. */
struct setting_offer
{
	enum setting_key key;
	enum setting_source source;
	const char *value;
	int64_t number;
};

/* True if a source may weaken: a flag, the environment, and the libpq variables in it. */
bool settings_source_is_trusted(enum setting_source source);

/* True if strengths of this setting are compared. */
bool settings_strength_is_compared(enum setting_key key);

/* Records the value that a trusted source has just given as demanded. */
void settings_strength_demand(struct settings *settings, enum setting_key key);

/* True if an offer is stronger than the present value. */
bool settings_strength_is_raised(const struct settings *settings,
                                 const struct setting_offer *offer);

/*
 * NULL if the offer does not weaken what is demanded. Otherwise what it weakens and what is
 * allowed, in words that follow the setting's name; the caller frees them.
 */
char *settings_strength_problem(const struct settings *settings, const struct setting_offer *offer);

#endif
