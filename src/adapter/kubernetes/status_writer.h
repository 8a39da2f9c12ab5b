#ifndef ADAPTER_KUBERNETES_STATUS_WRITER_H
#define ADAPTER_KUBERNETES_STATUS_WRITER_H

/*
 * One key of the ConfigMap noetl-schema-status, by server-side apply (Kubernetes
 * documentation, "Server-Side Apply").
 *
 * Each key has a field manager of its own, "noetl-schema/KEY": what a manager no longer
 * applies is removed, so runs that shared one would remove each other's keys.
 */

#include <stdbool.h>
#include <stdint.h>

#include "adapter/kubernetes/api_client.h"
#include "base/text.h"

struct status_entry
{
	const char *namespace;
	const char *config_map;
	const char *key;
	const char *document;
	int64_t budget_ms;
};

/*
 * The ConfigMap as it is, by applying nothing in a dry run: that takes no other right than writing.
 * Ignores .document. The caller frees answer.
 */
bool status_writer_read(struct api_client *client, const struct status_entry *entry,
                        struct text *answer, struct failure *failure);

bool status_writer_apply(struct api_client *client, const struct status_entry *entry,
                         struct failure *failure);

#endif
