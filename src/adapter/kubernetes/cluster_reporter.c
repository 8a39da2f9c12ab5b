#include "adapter/kubernetes/cluster_reporter.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/kubernetes/end_reason.h"
#include "adapter/kubernetes/event_writer.h"
#include "adapter/kubernetes/job_annotation.h"
#include "adapter/kubernetes/report_budget.h"
#include "adapter/kubernetes/status_document.h"
#include "adapter/kubernetes/status_writer.h"
#include "adapter/kubernetes/termination_message.h"
#include "base/memory.h"
#include "base/text.h"

enum
{
	/* While the run goes on, a report must not hold it up. */
	REPORT_BUDGET_MS = 2000,
	/* At the end; report_budget.h allows five seconds for all calls there. */
	END_BUDGET_MS = 2500,
	/* After so many calls without any answer the API is not asked again before the end. */
	SILENCE_LIMIT = 2
};

struct cluster_reporter
{
	struct cluster cluster;
	struct api_access *access;
	char *config_map;
	bool annotates_job;
	struct pod_identity identity;
	struct api_client *client;
	struct event_writer *events;
	struct status_document *document; /* of the target at hand; NULL before the first */
	struct text done;                 /* sentences about targets that are done */
	struct cluster_failures said;
	struct report_budget budget;
	int silence_count;
	bool status_is_written; /* the ConfigMap has the last word on the target at hand */
};

/* A failure is told once for each thing that was tried. */
static void
add_failure(struct cluster_reporter *reporter, const struct failure *failure,
            struct cluster_failures *failures)
{
	if (failure->kind == FAILURE_UNREACHABLE)
		reporter->silence_count++;
	for (size_t index = 0; index < reporter->said.count; index++)
	{
		if (strcmp(reporter->said.items[index].message, failure->message) == 0)
			return;
	}
	if (reporter->said.count < CLUSTER_FAILURE_COUNT)
		reporter->said.items[reporter->said.count++] = *failure;
	if (failures->count < CLUSTER_FAILURE_COUNT)
		failures->items[failures->count++] = *failure;
}

static void
write_event(struct cluster_reporter *reporter, const struct event *event,
            struct cluster_failures *failures)
{
	struct failure failure = {0};
	struct event bounded = *event;

	if (reporter->events == NULL)
		return;
	bounded.budget_ms = report_budget_ms(&reporter->budget, event->budget_ms);
	if (bounded.budget_ms > 0 && !event_writer_write(reporter->events, &bounded, &failure))
		add_failure(reporter, &failure, failures);
}

static const char *
reporter_namespace(const struct cluster_reporter *reporter)
{
	const char *own = reporter->identity.pod_namespace;

	return own != NULL ? own : reporter->access->namespace;
}

static void
write_status(struct cluster_reporter *reporter, int64_t budget_ms,
             struct cluster_failures *failures)
{
	struct failure failure = {0};
	cleanup_text struct text json = TEXT_EMPTY;

	if (reporter->client == NULL || reporter->document == NULL)
		return;
	status_document_write(reporter->document, &json);

	struct status_entry entry = {
		.namespace = reporter_namespace(reporter),
		.config_map = reporter->config_map,
		.key = status_document_key(reporter->document),
		.document = text_bytes(&json),
		.budget_ms = report_budget_ms(&reporter->budget, budget_ms),
	};

	if (entry.budget_ms == 0)
		return;
	reporter->status_is_written = status_writer_apply(reporter->client, &entry, &failure);
	if (!reporter->status_is_written)
		add_failure(reporter, &failure, failures);
}

static bool
is_done(const struct run_report *report)
{
	static const char *const final_phases[] = {"Applied", "Unchanged", "Superseded"};

	for (size_t index = 0; index < sizeof final_phases / sizeof final_phases[0]; index++)
	{
		if (strcmp(report->phase, final_phases[index]) == 0)
			return true;
	}
	return false;
}

static void
take_document(struct cluster_reporter *reporter, const struct run_report *report)
{
	if (reporter->document != NULL && !status_document_is_about(reporter->document, report))
	{
		status_document_free(reporter->document);
		reporter->document = NULL;
	}
	if (reporter->document == NULL)
		reporter->document = status_document_new(report, &reporter->identity);
	status_document_update(reporter->document, report);
	reporter->status_is_written = false;
}

static void
begin(void *context, const struct run_report *report)
{
	struct cluster_reporter *reporter = context;

	report_budget_begin(&reporter->budget);
	take_document(reporter, report);
}

static struct event
event_of(const struct run_report *report)
{
	return (struct event){
		.reason = report->phase,
		.note = report->message,
		.is_warning = strcmp(report->phase, "Waiting") == 0,
		.now_unix_ms = report->now_unix_ms,
		.budget_ms = REPORT_BUDGET_MS,
	};
}

static void
notice(void *context, const struct run_report *report, struct cluster_failures *failures)
{
	struct cluster_reporter *reporter = context;
	struct event event = event_of(report);

	if (reporter->silence_count < SILENCE_LIMIT)
		write_event(reporter, &event, failures);
}

static void
report(void *context, const struct run_report *report, struct cluster_failures *failures)
{
	struct cluster_reporter *reporter = context;
	struct event event = event_of(report);

	take_document(reporter, report);
	if (is_done(report))
	{
		report_budget_close(&reporter->budget);
		text_append_format(&reporter->done, "%s%s: %s.", reporter->done.length_bytes > 0 ? " " : "",
		                   report->source, report->message);
		status_document_end(reporter->document,
		                    &(struct run_end){.now_unix_ms = report->now_unix_ms});
	}
	if (reporter->silence_count >= SILENCE_LIMIT)
		return;
	write_event(reporter, &event, failures);
	write_status(reporter, REPORT_BUDGET_MS, failures);
	reporter->status_is_written = reporter->status_is_written && is_done(report);
}

static void
append_part(struct text *message, const char *before, const char *part)
{
	if (part[0] != '\0')
		text_append_format(message, "%s%s", before, part);
}

/* Cause first, then hint: whoever reads only the beginning has what matters. */
static void
append_failure(struct text *message, const struct failure *failure)
{
	text_append(message, failure->message);
	if (failure->place.line > 0)
		text_append_format(message, " (%s:%lld:%lld)", failure->place.file,
		                   (long long)failure->place.line, (long long)failure->place.column);
	/* The server's own sentences end in nothing, libpq's in a stop. */
	if (message->length_bytes == 0 || message->bytes[message->length_bytes - 1] != '.')
		text_append_char(message, '.');
	append_part(message, " Hint: ", failure->hint);
	append_part(message, " Detail: ", failure->detail);
	if (failure->sqlstate[0] != '\0')
		text_append_format(message, " SQLSTATE %s.", failure->sqlstate);
}

/* What the API did not take, for whoever has only the Pod to look at. */
static void
append_untold(struct text *message, const struct cluster_reporter *reporter)
{
	if (reporter->said.count > 0)
		text_append_format(message, "%sNot told to the API:", message->length_bytes > 0 ? " " : "");
	for (size_t index = 0; index < reporter->said.count; index++)
	{
		const struct failure *failure = &reporter->said.items[index];

		text_append_format(message, " %s.", failure->message);
		append_part(message, " ", failure->hint);
	}
}

/* Says what the last Event said, and only of runs that had something to say. */
static void
annotate_job(struct cluster_reporter *reporter, const char *message, const struct event *last,
             struct cluster_failures *failures)
{
	const struct pod_identity *identity = &reporter->identity;
	struct failure failure = {0};

	if (!reporter->annotates_job || reporter->client == NULL || identity->job_name == NULL ||
	    identity->job_uid == NULL || message[0] == '\0' || reporter->silence_count >= SILENCE_LIMIT)
		return;

	struct job_annotation annotation = {
		.namespace = reporter_namespace(reporter),
		.reason = last->reason,
		.message = message,
		.budget_ms = report_budget_ms(&reporter->budget, last->budget_ms),
	};

	if (annotation.budget_ms > 0 &&
	    !job_annotation_write(reporter->client, identity, &annotation, &failure))
		add_failure(reporter, &failure, failures);
}

static void
write_last_words(struct cluster_reporter *reporter, struct text *message,
                 struct cluster_failures *failures)
{
	struct failure failure = {0};

	if (!termination_message_write(message, &failure))
		add_failure(reporter, &failure, failures);
}

static void
end(void *context, const struct run_end *end, struct cluster_failures *failures)
{
	struct cluster_reporter *reporter = context;
	cleanup_text struct text message = TEXT_EMPTY;

	report_budget_close(&reporter->budget);
	if (end->failure != NULL)
		append_failure(&message, end->failure);
	append_part(&message, message.length_bytes > 0 ? " Before that: " : "",
	            text_bytes(&reporter->done));

	struct event event = {
		.reason = end_reason((enum failure_kind)end->exit_status),
		.note = text_bytes(&message),
		.is_warning = true,
		.now_unix_ms = end->now_unix_ms,
		.budget_ms = END_BUDGET_MS,
	};

	/* First of all, what needs neither network nor right. */
	write_last_words(reporter, &message, failures);
	if (end->failure != NULL)
		write_event(reporter, &event, failures);
	/* A target that was done has said so already. */
	if (end->failure != NULL || !reporter->status_is_written)
	{
		if (reporter->document != NULL)
			status_document_end(reporter->document, end);
		write_status(reporter, END_BUDGET_MS, failures);
	}
	if (end->failure == NULL && reporter->document != NULL)
		event.reason = status_document_reason(reporter->document);
	annotate_job(reporter, text_bytes(&message), &event, failures);
	if (reporter->said.count > 0)
	{
		append_untold(&message, reporter);
		write_last_words(reporter, &message, failures);
	}
}

struct cluster_reporter *
cluster_reporter_new(const struct cluster_reporter_options *options)
{
	struct cluster_reporter *reporter = memory_allocate(1, sizeof *reporter);

	reporter->cluster = (struct cluster){reporter, begin, report, notice, end};
	reporter->budget.clock = options->clock;
	reporter->access = options->access;
	reporter->config_map = memory_copy_text(options->config_map);
	reporter->annotates_job = options->annotates_job;
	reporter->identity = pod_identity_from_environment();
	if (options->access != NULL)
	{
		reporter->client = api_client_new(options->access, options->clock);
		reporter->events = event_writer_new(reporter->client, options->access, &reporter->identity);
	}
	return reporter;
}

void
cluster_reporter_free(struct cluster_reporter *reporter)
{
	if (reporter == NULL)
		return;
	event_writer_free(reporter->events);
	api_client_free(reporter->client);
	status_document_free(reporter->document);
	text_free(&reporter->done);
	if (reporter->access != NULL)
		api_access_free(reporter->access);
	free(reporter->access);
	free(reporter->config_map);
	free(reporter);
}

const struct cluster *
cluster_reporter_cluster(struct cluster_reporter *reporter)
{
	return &reporter->cluster;
}
