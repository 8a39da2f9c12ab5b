#include "adapter/kubernetes/verdict_writer.h"

#include "adapter/kubernetes/status_document.h"
#include "adapter/kubernetes/status_verdict.h"
#include "adapter/kubernetes/status_writer.h"

/* A document of the verdict alone, for a ConfigMap that knows no run. */
static struct status_document *
document_of_verdict(const struct verdict_place *place, const struct run_verdict *verdict)
{
	struct status_document *document = status_document_new(&verdict->report, place->identity);
	const struct run_end end = {
		.exit_status = verdict->drift != NULL ? (int)verdict->drift->kind : FAILURE_NONE,
		.failure = verdict->drift,
		.now_unix_ms = verdict->report.now_unix_ms,
	};

	status_document_update(document, &verdict->report);
	status_document_end(document, &end);
	return document;
}

static bool
write_merged(const struct verdict_place *place, const struct status_document *fresh,
             const struct run_verdict *verdict, struct failure *failure)
{
	cleanup_text struct text config_map = TEXT_EMPTY;
	cleanup_text struct text fresh_json = TEXT_EMPTY;
	cleanup_text struct text json = TEXT_EMPTY;
	struct status_entry entry = {
		.namespace = place->identity->pod_namespace,
		.config_map = place->config_map,
		.key = status_document_key(fresh),
		.budget_ms = place->budget_ms,
	};

	if (!status_writer_read(place->client, &entry, &config_map, failure))
		return false;
	status_document_write(fresh, &fresh_json);
	status_verdict_merge(&config_map, entry.key, text_bytes(&fresh_json), verdict, &json);
	entry.document = text_bytes(&json);
	return status_writer_apply(place->client, &entry, failure);
}

bool
verdict_writer_write(const struct verdict_place *place, const struct run_verdict *verdict,
                     struct failure *failure)
{
	struct status_document *fresh = document_of_verdict(place, verdict);
	bool is_written = write_merged(place, fresh, verdict, failure);

	status_document_free(fresh);
	return is_written;
}
