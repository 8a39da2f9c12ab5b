#ifndef ADAPTER_SETTINGS_DIRECTORY_H
#define ADAPTER_SETTINGS_DIRECTORY_H

#include "domain/settings.h"

/*
 * Offers the settings of a directory with one file for each key, as kubelet mounts a ConfigMap or a
 * Secret.
 *
 * A file whose name is not a setting is passed over. One line feed at the end of a file (or
 * carriage return and line feed) is not part of the value; everything else is. Files of one mount
 * are read from one version of it, even while kubelet replaces them.
 */
void directory_read(struct settings *settings, const char *path);

#endif
