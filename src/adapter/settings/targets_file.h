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
 * Offers what the file says of one target, as SETTING_FROM_TARGET and, of all,
 * SETTING_FROM_TARGET_DEFAULTS. What is wrong with it is left as a problem, and so is a
 * name that is not there. Other targets are not looked at.
 */
void targets_file_offer(struct settings *settings, const char *path, const char *name);
/* The same of what such a file holds. */
void targets_file_offer_text(struct settings *settings, const char *path,
                             const struct text *content, const char *name);

/*
 * Everything that is in the file. FAILURE_SETTINGS with every problem of every target.
 *
 * content  written in any case; may hold secrets
 */
bool targets_file_read(const char *path, struct targets_content *content, struct failure *failure);
/* The same of what such a file holds. */
bool targets_file_read_text(const char *path, const struct text *bytes,
                            struct targets_content *content, struct failure *failure);

#endif
