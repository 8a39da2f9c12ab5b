#ifndef ADAPTER_KUBERNETES_POD_OWNER_H
#define ADAPTER_KUBERNETES_POD_OWNER_H

/*
 * Asks the API which Job a Pod belongs to, for Pods whose template lacks the lines of the downward
 * API. Needs the right to get the Pod, which the Role of the manifests does not give.
 */

#include <stdbool.h>
#include <stdint.h>

#include "adapter/kubernetes/api_client.h"
#include "adapter/kubernetes/pod_identity.h"
#include "base/text.h"

struct pod_owner
{
	char *pod_uid;  /* NULL: not known */
	char *job_name; /* NULL: no Job controls the Pod; then .job_uid too */
	char *job_uid;
};

struct pod_question
{
	struct api_client *client;
	const char *namespace;
	int64_t budget_ms; /* 0: do not ask */
};

void pod_owner_free(struct pod_owner *owner);

/*
 * Completes an identity from the API if the environment did not name the Job. Without a Pod's name
 * either, a container's host name is used as one. The identity then borrows from the owner.
 */
void pod_owner_complete(struct pod_owner *owner, const struct pod_question *question,
                        struct pod_identity *identity);

/* Reads a Pod object from JSON; false for anything else. */
bool pod_owner_parse(const struct text *json, struct pod_owner *owner);

#endif
