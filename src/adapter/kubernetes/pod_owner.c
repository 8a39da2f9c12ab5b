#include "adapter/kubernetes/pod_owner.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "adapter/kubernetes/api_access.h"
#include "adapter/kubernetes/api_path.h"
#include "base/cleanup.h"
#include "base/memory.h"

void
pod_owner_free(struct pod_owner *owner)
{
	free(owner->pod_uid);
	free(owner->job_name);
	free(owner->job_uid);
	*owner = (struct pod_owner){NULL, NULL, NULL};
}

static const char *
json_text_member(const cJSON *object, const char *name)
{
	return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static bool
is_controlling_job(const cJSON *reference)
{
	const char *version = json_text_member(reference, "apiVersion");
	const char *kind = json_text_member(reference, "kind");

	return version != NULL && strncmp(version, "batch/", strlen("batch/")) == 0 && kind != NULL &&
	       strcmp(kind, "Job") == 0 && json_text_member(reference, "name") != NULL &&
	       json_text_member(reference, "uid") != NULL &&
	       cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(reference, "controller"));
}

static void
take_metadata(const cJSON *metadata, const char *uid, struct pod_owner *owner)
{
	const cJSON *references = cJSON_GetObjectItemCaseSensitive(metadata, "ownerReferences");
	const cJSON *reference = NULL;

	owner->pod_uid = memory_copy_text(uid);
	cJSON_ArrayForEach(reference, references)
	{
		if (!is_controlling_job(reference))
			continue;
		owner->job_name = memory_copy_text(json_text_member(reference, "name"));
		owner->job_uid = memory_copy_text(json_text_member(reference, "uid"));
		return;
	}
}

bool
pod_owner_parse(const struct text *json, struct pod_owner *owner)
{
	cJSON *document = cJSON_ParseWithLength(text_bytes(json), json->length_bytes);
	const cJSON *metadata = cJSON_GetObjectItemCaseSensitive(document, "metadata");
	const char *uid = json_text_member(metadata, "uid");
	struct pod_owner found = {NULL, NULL, NULL};

	if (uid != NULL)
	{
		take_metadata(metadata, uid, &found);
		*owner = found;
	}
	cJSON_Delete(document);
	return found.pod_uid != NULL;
}

/* False if the API does not say, for any reason. */
static bool
ask_for_pod(const struct pod_question *question, const char *pod_name, struct pod_owner *owner)
{
	cleanup_text struct text answer = TEXT_EMPTY;
	cleanup_memory char *namespace = api_path_segment(question->namespace);
	cleanup_memory char *name = api_path_segment(pod_name);
	cleanup_memory char *path = memory_format("/api/v1/namespaces/%s/pods/%s", namespace, name);
	struct api_request request = {
		.method = "GET",
		.path = path,
		.budget_ms = question->budget_ms,
		.verb = "get",
		.namespace = question->namespace,
		.resource = "pods",
		.api_group = "",
		.rule = "{apiGroups: [\"\"], resources: [\"pods\"], verbs: [\"get\"]}",
	};
	struct failure failure = {0};
	long status = 0;

	return api_client_call(question->client, &request, &status, &answer, &failure) &&
	       pod_owner_parse(&answer, owner);
}

/* kubelet names a container's host after its Pod, unless the template says otherwise. */
static const char *
name_of(const struct pod_identity *identity)
{
	const char *host = getenv("HOSTNAME");

	if (identity->pod_name != NULL)
		return identity->pod_name;
	return host != NULL && host[0] != '\0' && api_access_is_in_cluster() ? host : NULL;
}

void
pod_owner_complete(struct pod_owner *owner, const struct pod_question *question,
                   struct pod_identity *identity)
{
	const char *pod_name = name_of(identity);

	if ((identity->job_name != NULL && identity->job_uid != NULL) || pod_name == NULL ||
	    question->budget_ms <= 0 || !ask_for_pod(question, pod_name, owner))
		return;
	identity->pod_name = pod_name;
	identity->pod_uid = owner->pod_uid;
	identity->job_name = owner->job_name;
	identity->job_uid = owner->job_uid;
}
