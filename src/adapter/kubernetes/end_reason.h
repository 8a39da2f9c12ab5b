#ifndef ADAPTER_KUBERNETES_END_REASON_H
#define ADAPTER_KUBERNETES_END_REASON_H

#include "base/failure.h"

/*
 * The reason of the Event that tells how a run failed, in CamelCase as the API wants it
 * (Kubernetes API reference, Event v1): "Refused" where a person decides what may be done,
 * "Interrupted", or "Failed". Static text.
 */
const char *end_reason(enum failure_kind kind);

#endif
