#include "adapter/kubernetes/status_writer.h"

#include "adapter/kubernetes/api_path.h"
#include "base/cleanup.h"
#include "base/json.h"
#include "base/memory.h"

enum
{
	HTTP_TOO_LARGE = 413,
	HTTP_INVALID = 422
};

static void
append_config_map(struct text *body, const struct status_entry *entry)
{
	text_append_char(body, '{');
	json_append_text_member(body, "apiVersion", "v1");
	json_append_text_member(body, "kind", "ConfigMap");
	json_append_name(body, "metadata");
	text_append_char(body, '{');
	json_append_text_member(body, "name", entry->config_map);
	json_append_text_member(body, "namespace", entry->namespace);
	json_append_name(body, "labels");
	text_append_char(body, '{');
	json_append_text_member(body, "app.kubernetes.io/name", "noetl-schema");
	json_append_text_member(body, "app.kubernetes.io/component", "status");
	text_append(body, "}}");
	json_append_name(body, "data");
	text_append_char(body, '{');
	if (entry->document != NULL)
		json_append_lines_member(body, entry->key, entry->document);
	text_append(body, "}}");
}

/*
 * A field manager has at most 128 bytes (Kubernetes API reference, fieldManager). Keys are letters,
 * digits, "-", "_" and ".", so only the slash needs escaping in a query.
 */
static bool
apply_as(struct api_client *client, const struct status_entry *entry, const char *manager,
         struct text *answer, struct failure *failure)
{
	cleanup_text struct text body = TEXT_EMPTY;
	cleanup_memory char *namespace = api_path_segment(entry->namespace);
	cleanup_memory char *config_map = api_path_segment(entry->config_map);
	cleanup_memory char *path = memory_format("/api/v1/namespaces/%s/configmaps/%s?fieldManager=%s",
	                                          namespace, config_map, manager);
	/* Server-side apply of an object that does not exist needs "create", by its name. */
	cleanup_memory char *rule =
		memory_format("{apiGroups: [\"\"], resources: [\"configmaps\"], resourceNames: [\"%s\"], "
	                  "verbs: [\"create\", \"patch\"]}",
	                  entry->config_map);
	long status = 0;

	append_config_map(&body, entry);

	struct api_request request = {
		.method = "PATCH",
		.path = path,
		/* JSON is YAML, and this is the type that every server with server-side apply accepts. */
		.content_type = "application/apply-patch+yaml",
		.body = text_bytes(&body),
		.budget_ms = entry->budget_ms,
		.answer_is_unread = entry->document != NULL,
		.verb = "patch",
		.namespace = entry->namespace,
		.resource = "configmaps",
		.api_group = "",
		.rule = rule,
	};

	if (api_client_call(client, &request, &status, answer, failure))
		return true;
	if (status == HTTP_TOO_LARGE || status == HTTP_INVALID)
		return fail_hint(
			failure,
			"If it is full or immutable, delete ConfigMap %s, or keys in it of what is "
			"gone: each run writes its own key again.",
			entry->config_map);
	return false;
}

bool
status_writer_apply(struct api_client *client, const struct status_entry *entry,
                    struct failure *failure)
{
	cleanup_text struct text ignored = TEXT_EMPTY;
	cleanup_memory char *manager = memory_format("noetl-schema%%2F%.110s&force=true", entry->key);

	return apply_as(client, entry, manager, &ignored, failure);
}

bool
status_writer_read(struct api_client *client, const struct status_entry *entry, struct text *answer,
                   struct failure *failure)
{
	struct status_entry nothing = *entry;

	nothing.document = NULL;
	return apply_as(client, &nothing, "noetl-schema-reader&force=true&dryRun=All", answer, failure);
}
