#ifndef ADAPTER_KUBERNETES_JOB_ANNOTATION_H
#define ADAPTER_KUBERNETES_JOB_ANNOTATION_H

/*
 * Writes on a Job how its last run ended: kubectl describe shows it as long as the Job exists,
 * while an API server forgets Events after an hour.
 */

#include <stdbool.h>
#include <stdint.h>

#include "adapter/kubernetes/api_client.h"
#include "adapter/kubernetes/pod_identity.h"

struct job_annotation
{
	const char *namespace;
	const char *reason; /* as an Event's, in CamelCase */
	const char *message;
	int64_t budget_ms;
};

/* The identity must name a Job, with its uid: another Job of that name is not changed. */
bool job_annotation_write(struct api_client *client, const struct pod_identity *identity,
                          const struct job_annotation *annotation, struct failure *failure);

#endif
