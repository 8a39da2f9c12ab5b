#ifndef ADAPTER_KUBERNETES_FLEET_STATUS_H
#define ADAPTER_KUBERNETES_FLEET_STATUS_H

#include "base/text.h"
#include "domain/fleet.h"

/* The member "targets" of a status document: how many ended how, and which failed. */
void fleet_status_append(struct text *json, const struct fleet_tally *tally);

/* "targets", or "targets.3" for a shard: the ConfigMap's key; the caller frees it. */
char *fleet_status_key(const struct fleet_tally *tally);

#endif
