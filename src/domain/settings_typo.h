#ifndef DOMAIN_SETTINGS_TYPO_H
#define DOMAIN_SETTINGS_TYPO_H

/*
 * Keys that are no setting. A ConfigMap may serve other programs too, so such a key is
 * passed over; but one that is a slip of the pen away from a setting that nobody has
 * given was meant for us, and the person who looks for its value has to be told.
 */

#include "domain/settings.h"

/* The setting that may be meant by a name that is none, or NULL. Case does not count, nor a slip. */
const struct setting_definition *settings_typo_meant(const char *name);

/* Passes a key of a source over. origin as settings_offer() takes it; no value is wanted. */
void settings_typo_note(struct settings *settings, const char *name, const char *origin);

#endif
