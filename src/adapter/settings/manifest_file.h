#ifndef ADAPTER_SETTINGS_MANIFEST_FILE_H
#define ADAPTER_SETTINGS_MANIFEST_FILE_H

#include <stddef.h>

#include "domain/settings.h"

/*
 * Manifests as files that are read again and again.
 *
 * What a pipe says (--config <(sops -d secret.yaml)) can be read only once, so
 * it is kept; a file is opened anew each time.
 */
struct manifest_file;

struct manifest_file_list
{
	struct manifest_file *items;
	size_t count;
};

/* Offers what the file says; what cannot be read is left as a problem. */
void manifest_file_read(struct manifest_file_list *kept, struct settings *settings,
                        const char *path);

/* Wipes what was kept. */
void manifest_file_list_free(struct manifest_file_list *kept);

#endif
