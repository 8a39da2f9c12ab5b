#ifndef ADAPTER_KUBERNETES_JOB_ANNOTATION_H
#define ADAPTER_KUBERNETES_JOB_ANNOTATION_H

/*
 * How the last run of a Job ended, on the Job itself: kubectl describe shows it there
 * as long as there is a Job, while an API server forgets Events after an hour.
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

/* The identity must name a Job, with its uid: another one of that name is left alone. */
bool job_annotation_write(struct api_client *client, const struct pod_identity *identity,
                          const struct job_annotation *annotation, struct failure *failure);

#endif
