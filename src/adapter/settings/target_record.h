#ifndef ADAPTER_SETTINGS_TARGET_RECORD_H
#define ADAPTER_SETTINGS_TARGET_RECORD_H

/*
 * What a file of targets says of one of them, on its way to the process of this
 * program that works on it: read once, by one process, a file of a thousand targets
 * costs each of the thousand processes nothing, and all of them see the same file.
 *
 * Travels in the environment, as passwords of a Secret do. Netstrings: names, origins
 * and values may hold any byte but NUL.
 */

#include "base/text.h"
#include "domain/settings.h"

#define TARGET_RECORD_VARIABLE "NOETL_TARGET_SETTINGS"

/* The record may hold passwords: wipe it. */
void target_record_append(struct text *record, enum setting_key key, enum setting_source source,
                          const char *origin, const char *value);

/* Leaves out the secrets that are not used; what was there before is wiped. */
void target_record_keep(char **record, const bool used[static SETTING_COUNT]);

/* True if a record has a value for this setting. */
bool target_record_has(const char *record, enum setting_key key);

/* Offers what is in a record. */
void target_record_offer(struct settings *settings, const char *record);

#endif
