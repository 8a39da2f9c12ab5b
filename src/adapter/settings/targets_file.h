#ifndef ADAPTER_SETTINGS_TARGETS_FILE_H
#define ADAPTER_SETTINGS_TARGETS_FILE_H

/*
 * The file of targets: many databases or schemas, each with settings of its own.
 *
 *     defaults:                       settings of every target, unless it says otherwise
 *       POSTGRES_HOST: db.example
 *     targets:
 *       - name: acme                  letters, digits, '-', '_' and '.'
 *         NOETL_POSTGRES_DB: acme
 *
 * Values are scalars; unlike those of a ConfigMap they need no quotes. Secrets are
 * allowed, where the file itself is kept as one.
 */

#include <stdbool.h>

#include "adapter/settings/targets_content.h"
#include "base/text.h"
#include "domain/settings.h"

/*
 * Offers the settings of one target as SETTING_FROM_TARGET, and those of all targets as
 * SETTING_FROM_TARGET_DEFAULTS. Errors become problems, and so does a missing name. Other targets
 * are not checked.
 */
void targets_file_offer(struct settings *settings, const char *path, const char *name);
/* The same for the content of such a file. */
void targets_file_offer_text(struct settings *settings, const char *path,
                             const struct text *content, const char *name);

/*
 * Reads the whole file. FAILURE_SETTINGS with every problem of every target.
 *
 * content  written in any case; may hold secrets
 */
bool targets_file_read(const char *path, struct targets_content *content, struct failure *failure);
/* The same for the content of such a file. */
bool targets_file_read_text(const char *path, const struct text *bytes,
                            struct targets_content *content, struct failure *failure);

#endif
