#ifndef ADAPTER_KUBERNETES_JOB_MANDATE_H
#define ADAPTER_KUBERNETES_JOB_MANDATE_H

/*
 * Whether the Job of this Pod is still wanted, as the Kubernetes API tells by the Pod's own account.
 *
 * The Job is read by its name. Unwanted is one that is not there, has another uid, is suspended or is
 * being deleted. If the account may not read it, or the Pod has no Job, the API's version is asked
 * for: a token whose ServiceAccount was deleted is refused there, too. Whatever else the API answers,
 * or if it does not answer, says nothing about the run.
 */

#include "adapter/kubernetes/api_access.h"
#include "adapter/kubernetes/pod_identity.h"
#include "base/text.h"
#include "port/clock.h"
#include "port/mandate.h"

struct job_mandate;

/* access is taken over; the API is not called before the first question. */
struct job_mandate *job_mandate_new(struct api_access *access, const struct clock *clock);
void job_mandate_free(struct job_mandate *mandate); /* NULL is fine */

/* Borrowed; lives as long as the mandate. With NULL: one that always holds. */
const struct mandate *job_mandate_port(struct job_mandate *mandate);

/* Reads a Job object from JSON. True for anything that is not a Job of another uid or a stopped one. */
bool job_mandate_judge(const struct text *json, const struct pod_identity *identity,
                       struct failure *failure);

#endif
