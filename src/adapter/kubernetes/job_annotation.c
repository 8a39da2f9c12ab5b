#include "adapter/kubernetes/job_annotation.h"

#include "adapter/kubernetes/api_path.h"
#include "base/cleanup.h"
#include "base/json.h"
#include "base/memory.h"
#include "domain/sentence.h"

enum
{
	/* kubectl describe shows this in a few lines; the termination message has the rest. */
	MESSAGE_LIMIT_BYTES = 1000
};

static void
append_patch(struct text *body, const struct pod_identity *identity,
             const struct job_annotation *annotation)
{
	cleanup_text struct text message = TEXT_EMPTY;

	text_append(&message, annotation->message);
	sentence_fit(&message, MESSAGE_LIMIT_BYTES);
	text_append(body, "{\"metadata\":{");
	json_append_text_member(body, "uid", identity->job_uid);
	json_append_name(body, "annotations");
	text_append_char(body, '{');
	json_append_text_member(body, "noetl.io/schema-reason", annotation->reason);
	json_append_lines_member(body, "noetl.io/schema-message", text_bytes(&message));
	text_append(body, "}}}");
}

/* A merge patch, not server-side apply, which would create a deleted Job again. */
bool
job_annotation_write(struct api_client *client, const struct pod_identity *identity,
                     const struct job_annotation *annotation, struct failure *failure)
{
	cleanup_text struct text body = TEXT_EMPTY;
	cleanup_text struct text answer = TEXT_EMPTY;
	cleanup_memory char *namespace = api_path_segment(annotation->namespace);
	cleanup_memory char *name = api_path_segment(identity->job_name);
	cleanup_memory char *path = memory_format(
		"/apis/batch/v1/namespaces/%s/jobs/%s?fieldManager=noetl-schema", namespace, name);
	cleanup_memory char *rule =
		memory_format("{apiGroups: [\"batch\"], resources: [\"jobs\"], resourceNames: [\"%s\"], "
	                  "verbs: [\"patch\"]}",
	                  identity->job_name);
	long status = 0;

	append_patch(&body, identity, annotation);

	struct api_request request = {
		.method = "PATCH",
		.path = path,
		.content_type = "application/merge-patch+json",
		.body = text_bytes(&body),
		.budget_ms = annotation->budget_ms,
		.answer_is_unread = true,
		.verb = "patch",
		.namespace = annotation->namespace,
		.resource = "jobs",
		.api_group = "batch",
		.rule = rule,
	};

	return api_client_call(client, &request, &status, &answer, failure);
}
