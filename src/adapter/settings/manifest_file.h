#ifndef ADAPTER_SETTINGS_MANIFEST_FILE_H
#define ADAPTER_SETTINGS_MANIFEST_FILE_H

#include <stddef.h>

#include "domain/settings.h"

/*
 * Manifests as files that are read again and again.
 *
 * A pipe (--config <(sops -d secret.yaml)) can be read only once, so its content is kept; a file is
 * opened again each time.
 */
struct manifest_file;

struct manifest_file_list
{
	struct manifest_file *items;
	size_t count;
};

/* Offers the settings of the file; a file that cannot be read becomes a problem. */
void manifest_file_read(struct manifest_file_list *kept, struct settings *settings,
                        const char *path);

/* Wipes what was kept. */
void manifest_file_list_free(struct manifest_file_list *kept);

#endif
