#ifndef ADAPTER_KUBERNETES_POD_IDENTITY_H
#define ADAPTER_KUBERNETES_POD_IDENTITY_H

/*
 * Which Pod and which Job this program runs for.
 *
 * From the downward API (Kubernetes documentation, "Downward API"), which needs no rights:
 * POD_NAME, POD_NAMESPACE, POD_UID, and JOB_NAME and JOB_UID from the labels
 * batch.kubernetes.io/job-name and batch.kubernetes.io/controller-uid that the Job controller puts
 * on a Pod.
 */

#include <stdbool.h>

/* Borrowed from the environment; NULL where it says nothing. */
struct pod_identity
{
	const char *pod_name;
	const char *pod_namespace;
	const char *pod_uid;
	const char *job_name;
	const char *job_uid;
};

struct pod_identity pod_identity_from_environment(void);

/* Whether this is a container of a Pod: with or without an account, every one knows the API server. */
bool pod_identity_is_in_pod(void);

/*
 * The Pod's name, or in a Pod that does not tell it the container's host name, which kubelet makes of
 * it unless the template says otherwise; else NULL. Borrowed from the environment.
 */
const char *pod_identity_pod_name(void);

/* The object that an Event is about: the Job where there is one, else the Pod. */
struct object_reference
{
	const char *api_version;
	const char *kind;
	const char *name;
	const char *uid;
};

/* False if the environment names neither. */
bool pod_identity_subject(const struct pod_identity *identity, struct object_reference *subject);

#endif
