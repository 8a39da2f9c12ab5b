#ifndef ADAPTER_SETTINGS_TARGET_RECORD_H
#define ADAPTER_SETTINGS_TARGET_RECORD_H

/*
 * The settings of one target in a file of targets, on their way to the process of this program that
 * works on it. One process reads the file, once: a file of a thousand targets costs the thousand
 * processes nothing, and all of them see the same file.
 *
 * The record travels in the environment, as passwords of a Secret do. Netstrings: names, origins
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
