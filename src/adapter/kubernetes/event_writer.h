#ifndef ADAPTER_KUBERNETES_EVENT_WRITER_H
#define ADAPTER_KUBERNETES_EVENT_WRITER_H

/*
 * Events of events.k8s.io/v1 about the Job (or the Pod), so that kubectl describe shows what
 * happens. Repeats become a series of one Event, not one Event each.
 */

#include <stdbool.h>
#include <stdint.h>

#include "adapter/kubernetes/api_client.h"
#include "adapter/kubernetes/pod_identity.h"
#include "port/cluster.h"

enum
{
	/* "note should be less than 1kB" (Kubernetes API reference, Event); more is answered with 422. */
	EVENT_NOTE_LIMIT_BYTES = 1000
};

struct event_writer;

/* Both borrowed for the writer's life; the identity must name a namespace by the first Event. */
struct event_writer *event_writer_new(struct api_client *client,
                                      const struct pod_identity *identity);
void event_writer_free(struct event_writer *writer);

struct event
{
	const char *reason;  /* CamelCase */
	const char *note;    /* cut at a sentence to the API's limit */
	bool note_has_lines; /* written by last_words; else a line feed is part of a name */
	bool is_warning;
	int64_t now_unix_ms;
	int64_t budget_ms;
};

/* Borrows from the report. */
struct event event_of_report(const struct run_report *report, int64_t budget_ms);

/* True, with nothing written, if the environment names neither Job nor Pod. */
bool event_writer_write(struct event_writer *writer, const struct event *event,
                        struct failure *failure);

#endif
