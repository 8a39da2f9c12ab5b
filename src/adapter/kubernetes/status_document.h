#ifndef ADAPTER_KUBERNETES_STATUS_DOCUMENT_H
#define ADAPTER_KUBERNETES_STATUS_DOCUMENT_H

/*
 * The JSON document with the state of a target's run; docs/status.md has its schema. It is kept
 * from report to report, because the durations of phases add up in it.
 */

#include <stdint.h>

#include "adapter/kubernetes/pod_identity.h"
#include "base/text.h"
#include "port/cluster.h"

enum
{
	/* A document of a run that has not ended counts for so long; it is renewed before. */
	STATUS_VALID_MS = 120000,
	STATUS_RENEWAL_MS = 30000
};

struct status_document;

/* For the target of this report. */
struct status_document *status_document_new(const struct run_report *report,
                                            const struct pod_identity *identity);
void status_document_free(struct status_document *document);

/* "DATABASE.BUNDLE" or "DATABASE.file.NAME": the ConfigMap's key for it; borrowed. */
const char *status_document_key(const struct status_document *document);

/* The reason of the Event for the latest report; borrowed. */
const char *status_document_reason(const struct status_document *document);

/* Whether a report is about the same target. */
bool status_document_is_about(const struct status_document *document,
                              const struct run_report *report);

void status_document_update(struct status_document *document, const struct run_report *report);

/* The end of this target's run, or of the program in the middle of it. */
void status_document_end(struct status_document *document, const struct run_end *end);

/* Still the same, at this time. */
void status_document_renew(struct status_document *document, int64_t now_unix_ms);

void status_document_write(const struct status_document *document, struct text *json);

#endif
