#ifndef ADAPTER_KUBERNETES_CONFIG_DOCUMENT_H
#define ADAPTER_KUBERNETES_CONFIG_DOCUMENT_H

#include <stdbool.h>

#include "base/failure.h"
#include "base/text.h"
#include "domain/config_object.h"
#include "domain/settings.h"

/*
 * Offers the settings in a ConfigMap or Secret, given as the JSON of the Kubernetes API.
 *
 * A key that is not a setting is passed over. One line feed at the end of a value (or carriage
 * return and line feed) is not part of it, as in a mounted directory. A value that cannot be used
 * becomes a problem. Nothing of the document stays in memory.
 *
 * Failures: FAILURE_SETTINGS for what is not this kind of object in JSON.
 */
bool config_document_offer(struct settings *settings, const struct config_object *object,
                           const struct text *document, struct failure *failure);

#endif
