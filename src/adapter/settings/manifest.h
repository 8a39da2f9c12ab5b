#ifndef ADAPTER_SETTINGS_MANIFEST_H
#define ADAPTER_SETTINGS_MANIFEST_H

#include <stddef.h>

#include "domain/settings.h"

/*
 * Offers the settings in the ConfigMaps and Secrets of a YAML file, so that the
 * manifests of a cluster serve a laptop.
 *
 * Other kinds are passed over, so is a key that is no setting. Values must be
 * strings, as Kubernetes demands. One line feed at the end is not part of a
 * value, as in a mounted directory. Errors name file and line.
 */
void manifest_read(struct settings *settings, const char *path);

/* The same for bytes that are already here; name is what errors call them. */
void manifest_read_bytes(struct settings *settings, const char *name, const char *bytes,
                         size_t length_bytes);

#endif
