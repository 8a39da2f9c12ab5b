#include "adapter/kubernetes/pod_identity.h"

#include <stddef.h>

#include "adapter/kubernetes/pod_variable.h"

struct pod_identity
pod_identity_from_environment(void)
{
	return (struct pod_identity){
		.pod_name = pod_variable("POD_NAME"),
		.pod_namespace = pod_variable("POD_NAMESPACE"),
		.pod_uid = pod_variable("POD_UID"),
		.job_name = pod_variable("JOB_NAME"),
		.job_uid = pod_variable("JOB_UID"),
	};
}

bool
pod_identity_is_in_pod(void)
{
	return pod_variable("KUBERNETES_SERVICE_HOST") != NULL;
}

const char *
pod_identity_pod_name(void)
{
	const char *name = pod_variable("POD_NAME");

	return name != NULL || !pod_identity_is_in_pod() ? name : pod_variable("HOSTNAME");
}

bool
pod_identity_subject(const struct pod_identity *identity, struct object_reference *subject)
{
	/* Without its uid, kubectl describe does not show an Event with the object. */
	if (identity->job_name != NULL && identity->job_uid != NULL)
		*subject =
			(struct object_reference){"batch/v1", "Job", identity->job_name, identity->job_uid};
	else if (identity->pod_name != NULL && identity->pod_uid != NULL)
		*subject = (struct object_reference){"v1", "Pod", identity->pod_name, identity->pod_uid};
	else
		return false;
	return true;
}
