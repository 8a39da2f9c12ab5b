#ifndef ADAPTER_SETTINGS_MANIFEST_H
#define ADAPTER_SETTINGS_MANIFEST_H

#include <stddef.h>

#include "domain/settings.h"

/*
 * Offers the settings in the ConfigMaps and Secrets of some YAML, so that the manifests of a
 * cluster also work on a laptop.
 *
 * Other kinds are passed over, and so is a key that is not a setting. Values must be strings, as
 * Kubernetes demands. One line feed at the end is not part of a value, as in a mounted directory.
 * Errors name the file, as name has it, and line.
 */
void manifest_read(struct settings *settings, const char *name, const char *bytes,
                   size_t length_bytes);

#endif
