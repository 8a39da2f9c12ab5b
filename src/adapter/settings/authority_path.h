#ifndef ADAPTER_SETTINGS_AUTHORITY_PATH_H
#define ADAPTER_SETTINGS_AUTHORITY_PATH_H

#include "domain/settings.h"

/*
 * Adds a problem if the file of authorities to trust is one that settings are read from, or is
 * found through a folder of settings: a change of the settings would then decide whom to trust.
 * Folders are those of NOETL_CONFIG_DIR, and the mount of a ConfigMap or Secret that holds a
 * manifest (NOETL_CONFIG) or the file of targets. Links are followed step by step, and ".." is
 * resolved.
 */
void authority_path_check(struct settings *settings);

#endif
