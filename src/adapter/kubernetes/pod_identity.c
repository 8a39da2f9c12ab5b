#include "adapter/kubernetes/pod_identity.h"

#include <stdlib.h>

static const char *
given(const char *variable)
{
	const char *value = getenv(variable);

	return value != NULL && value[0] != '\0' ? value : NULL;
}

struct pod_identity
pod_identity_from_environment(void)
{
	return (struct pod_identity){
		.pod_name = given("POD_NAME"),
		.pod_namespace = given("POD_NAMESPACE"),
		.pod_uid = given("POD_UID"),
		.job_name = given("JOB_NAME"),
		.job_uid = given("JOB_UID"),
	};
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
