#ifndef ADAPTER_KUBERNETES_END_REASON_H
#define ADAPTER_KUBERNETES_END_REASON_H

#include "base/failure.h"

/*
 * The reason of the Event about a failed run, in CamelCase as the API requires (Kubernetes API
 * reference, Event v1): "Refused" where a person must decide what is allowed, "Interrupted", or
 * "Failed". Static text.
 */
const char *end_reason(enum failure_kind kind);

#endif
