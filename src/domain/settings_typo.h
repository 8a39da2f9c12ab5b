#ifndef DOMAIN_SETTINGS_TYPO_H
#define DOMAIN_SETTINGS_TYPO_H

/*
 * Keys that are no settings. A ConfigMap may serve other programs too, so such a key is ignored.
 * But if it is one typo away from a setting that no source has given, it was probably meant for
 * this program, and the message about the missing setting has to name it.
 */

#include "domain/settings.h"

/* The setting that a name may be a typo of, in upper or lower case, or NULL. */
const struct setting_definition *settings_typo_meant(const char *name);

/*
 * Records a key of a source that is no setting. origin as in settings_offer(); the value is not
 * needed.
 */
void settings_typo_note(struct settings *settings, const char *name, const char *origin);

#endif
