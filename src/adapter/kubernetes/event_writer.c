#include "adapter/kubernetes/event_writer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/kubernetes/api_answer.h"
#include "adapter/kubernetes/api_path.h"
#include "base/cleanup.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/printable.h"
#include "base/stop_signal.h"
#include "base/time_text.h"
#include "domain/sentence.h"

enum
{
	/* The least time between two updates of a series; its end writes the last count. */
	SERIES_INTERVAL_MS = 5000
};

static const char events_rule[] = "{apiGroups: [\"events.k8s.io\"], resources: [\"events\"], "
								  "verbs: [\"create\", \"patch\"]}";

struct event_writer
{
	struct api_client *client;
	const struct pod_identity *identity;
	/* The Event that a repeat turns into a series. */
	char *last_name;
	char *last_reason;
	char *last_note;
	bool last_is_warning;
	int64_t last_count;
	int64_t last_seen_unix_ms;
	int64_t told_count;
	int64_t told_unix_ms;
	int64_t last_stamp; /* of the newest name */
};

struct event_writer *
event_writer_new(struct api_client *client, const struct pod_identity *identity)
{
	struct event_writer *writer = memory_allocate(1, sizeof *writer);

	writer->client = client;
	writer->identity = identity;
	return writer;
}

void
event_writer_free(struct event_writer *writer)
{
	if (writer == NULL)
		return;
	free(writer->last_name);
	free(writer->last_reason);
	free(writer->last_note);
	free(writer);
}

struct event
event_of_report(const struct run_report *report, int64_t budget_ms)
{
	return (struct event){
		.reason = run_phase_name(report->phase),
		.note = report->message,
		.is_warning = report->is_late || run_phase_is_trouble(report->phase),
		.now_unix_ms = report->now_unix_ms,
		.budget_ms = budget_ms,
	};
}

static void
append_regarding(struct text *body, const struct event_writer *writer,
                 const struct object_reference *subject)
{
	json_append_name(body, "regarding");
	text_append_char(body, '{');
	json_append_text_member(body, "apiVersion", subject->api_version);
	json_append_text_member(body, "kind", subject->kind);
	json_append_text_member(body, "namespace", writer->identity->pod_namespace);
	json_append_text_member(body, "name", subject->name);
	json_append_text_member(body, "uid", subject->uid);
	text_append_char(body, '}');
}

/*
 * kubectl describe sorts Events by a time that those of events.k8s.io/v1 do not have, so these are
 * sorted by name: the names must sort by time. The server adds random letters to each.
 */
static void
append_metadata(struct text *body, struct event_writer *writer, const struct event *event)
{
	char prefix[sizeof "noetl-schema-0123456789abcdef-"];

	writer->last_stamp =
		event->now_unix_ms > writer->last_stamp ? event->now_unix_ms : writer->last_stamp + 1;
	(void)snprintf(prefix, sizeof prefix, "noetl-schema-%012" PRIx64 "-",
	               (uint64_t)writer->last_stamp);
	json_append_name(body, "metadata");
	text_append_char(body, '{');
	json_append_text_member(body, "generateName", prefix);
	json_append_text_member(body, "namespace", writer->identity->pod_namespace);
	text_append_char(body, '}');
}

static void
append_event(struct text *body, struct event_writer *writer, const struct event *event,
             const struct object_reference *subject)
{
	char time[TIME_TEXT_BYTES];
	cleanup_text struct text note = TEXT_EMPTY;
	const char *instance = writer->identity->pod_name;

	time_text(event->now_unix_ms, TIME_MICROSECONDS, time);
	if (event->note_has_lines)
		text_append(&note, event->note);
	else
		printable_append(&note, event->note);
	sentence_fit(&note, EVENT_NOTE_LIMIT_BYTES);
	text_append_char(body, '{');
	json_append_text_member(body, "apiVersion", "events.k8s.io/v1");
	json_append_text_member(body, "kind", "Event");
	append_metadata(body, writer, event);
	append_regarding(body, writer, subject);
	json_append_text_member(body, "eventTime", time);
	json_append_text_member(body, "type", event->is_warning ? "Warning" : "Normal");
	json_append_text_member(body, "reason", event->reason);
	json_append_text_member(body, "action", event->reason);
	json_append_lines_member(body, "note", text_bytes(&note));
	json_append_text_member(body, "reportingController", "noetl.io/noetl-schema");
	json_append_text_member(body, "reportingInstance",
	                        instance != NULL ? instance : "noetl-schema");
	text_append_char(body, '}');
}

static void
remember(struct event_writer *writer, const struct event *event, const struct text *answer)
{
	char *name = api_answer_name(answer);

	free(writer->last_name);
	free(take(writer->last_reason));
	free(take(writer->last_note));
	writer->last_name = name;
	if (name == NULL)
		return;
	writer->last_reason = memory_copy_text(event->reason);
	writer->last_note = memory_copy_text(event->note);
	writer->last_is_warning = event->is_warning;
	writer->last_count = 1;
	writer->told_count = 1;
	writer->told_unix_ms = event->now_unix_ms;
}

static bool
write_new(struct event_writer *writer, const struct event *event,
          const struct object_reference *subject, struct failure *failure)
{
	cleanup_text struct text body = TEXT_EMPTY;
	cleanup_text struct text answer = TEXT_EMPTY;
	cleanup_memory char *namespace = api_path_segment(writer->identity->pod_namespace);
	cleanup_memory char *path =
		memory_format("/apis/events.k8s.io/v1/namespaces/%s/events", namespace);
	struct api_request request = {
		.method = "POST",
		.path = path,
		.content_type = "application/json",
		.budget_ms = event->budget_ms,
		.verb = "create",
		.namespace = writer->identity->pod_namespace,
		.resource = "events",
		.api_group = "events.k8s.io",
		.rule = events_rule,
	};
	long status = 0;

	append_event(&body, writer, event, subject);
	request.body = text_bytes(&body);
	if (!api_client_call(writer->client, &request, &status, &answer, failure))
		return false;
	remember(writer, event, &answer);
	return true;
}

static bool
tell_series(struct event_writer *writer, int64_t budget_ms, struct failure *failure)
{
	char time[TIME_TEXT_BYTES];
	cleanup_text struct text body = TEXT_EMPTY;
	cleanup_text struct text answer = TEXT_EMPTY;
	cleanup_memory char *namespace = api_path_segment(writer->identity->pod_namespace);
	cleanup_memory char *name = api_path_segment(writer->last_name);
	cleanup_memory char *path =
		memory_format("/apis/events.k8s.io/v1/namespaces/%s/events/%s", namespace, name);
	struct api_request request = {
		.method = "PATCH",
		.path = path,
		.content_type = "application/merge-patch+json",
		.budget_ms = budget_ms,
		.answer_is_unread = true,
		.verb = "patch",
		.namespace = writer->identity->pod_namespace,
		.resource = "events",
		.api_group = "events.k8s.io",
		.rule = events_rule,
	};
	long status = 0;

	time_text(writer->last_seen_unix_ms, TIME_MICROSECONDS, time);
	text_append_char(&body, '{');
	json_append_name(&body, "series");
	text_append_char(&body, '{');
	json_append_number_member(&body, "count", writer->last_count);
	json_append_text_member(&body, "lastObservedTime", time);
	text_append(&body, "}}");
	request.body = text_bytes(&body);
	if (!api_client_call(writer->client, &request, &status, &answer, failure))
		return false;
	writer->told_count = writer->last_count;
	writer->told_unix_ms = writer->last_seen_unix_ms;
	return true;
}

static bool
write_repeat(struct event_writer *writer, const struct event *event, struct failure *failure)
{
	writer->last_count++;
	writer->last_seen_unix_ms = event->now_unix_ms;
	return event->now_unix_ms - writer->told_unix_ms < SERIES_INTERVAL_MS ||
	       tell_series(writer, event->budget_ms, failure);
}

/* The next Event matters more than the count of the previous one: a failure here is ignored. */
static void
end_series(struct event_writer *writer, int64_t budget_ms)
{
	struct failure ignored = {0};

	if (writer->last_name != NULL && writer->last_count > writer->told_count)
		(void)tell_series(writer, budget_ms, &ignored);
}

bool
event_writer_write(struct event_writer *writer, const struct event *event, struct failure *failure)
{
	struct object_reference subject;

	if (!pod_identity_subject(writer->identity, &subject))
		return true;
	/* The API does not change note and type of an existing Event: others are another Event. */
	if (writer->last_reason != NULL && writer->last_is_warning == event->is_warning &&
	    strcmp(writer->last_reason, event->reason) == 0 &&
	    strcmp(writer->last_note, event->note) == 0)
		return write_repeat(writer, event, failure);
	if (!stop_signal_was_received())
		end_series(writer, event->budget_ms);
	return write_new(writer, event, &subject, failure);
}
