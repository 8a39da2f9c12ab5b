#include "adapter/kubernetes/cluster_reporter.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/kubernetes/end_reason.h"
#include "adapter/kubernetes/event_writer.h"
#include "adapter/kubernetes/job_annotation.h"
#include "adapter/kubernetes/last_words.h"
#include "adapter/kubernetes/pod_owner.h"
#include "adapter/kubernetes/report_budget.h"
#include "adapter/kubernetes/status_document.h"
#include "adapter/kubernetes/status_writer.h"
#include "adapter/kubernetes/termination_message.h"
#include "adapter/kubernetes/verdict_writer.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/pulse.h"
#include "base/stop_signal.h"
#include "base/text.h"
#include "domain/throttle.h"

enum
{
	/* A report must not delay a run that goes on. */
	REPORT_BUDGET_MS = 2000,
	/* The Pod's owner is only a better object for Events. */
	OWNER_BUDGET_MS = 1000,
	/* At the end; report_budget.h allows five seconds for all calls there. */
	END_BUDGET_MS = 2500,
	/* An API that did not answer is not called for this long, but called again at the end. */
	SILENCE_MS = 10000,
	/*
	 * Each change of a target's phase is written, up to this many at once and one for each
	 * interval.
	 */
	STATUS_BURST_COUNT = 4,
	STATUS_INTERVAL_MS = 1000,
	/* A repeat of the same phase adds only the count of attempts. */
	STATUS_REPEAT_MS = 5000
};

struct cluster_reporter
{
	struct cluster cluster;
	const struct clock *clock;
	struct api_access *access;
	char *config_map;
	bool annotates_job;
	struct pod_identity identity;
	struct pod_owner owner;
	bool owner_was_asked;
	struct api_client *client;
	struct event_writer *events;
	struct status_document *document; /* of the current target; NULL before the first */
	struct text done;                 /* sentences about targets that are done */
	struct cluster_failures said;
	struct report_budget budget;
	int64_t silent_until_ms;
	struct throttle throttle;     /* of the ConfigMap; each target has its own share */
	enum run_phase written_phase; /* what the ConfigMap says of the current target */
	int64_t written_ms;
	bool status_is_written; /* the ConfigMap has the latest of the current target */
};

static int64_t
reporter_now_ms(const struct cluster_reporter *reporter)
{
	return reporter->clock->now_ms(reporter->clock->context);
}

static bool
is_silent(const struct cluster_reporter *reporter)
{
	return reporter_now_ms(reporter) < reporter->silent_until_ms;
}

/* Without an answer it is the same failure, whatever the call was. */
static bool
is_same_trouble(const struct failure *said, const struct failure *failure)
{
	return strcmp(said->message, failure->message) == 0 ||
	       (said->kind == FAILURE_UNREACHABLE && failure->kind == FAILURE_UNREACHABLE);
}

/* Each failure is reported once. */
static void
tell_failure_once(struct cluster_reporter *reporter, const struct failure *failure,
                  struct cluster_failures *failures)
{
	if (failure->kind == FAILURE_UNREACHABLE)
		reporter->silent_until_ms = reporter_now_ms(reporter) + SILENCE_MS;
	for (size_t index = 0; index < reporter->said.count; index++)
	{
		if (is_same_trouble(&reporter->said.items[index], failure))
			return;
	}
	if (reporter->said.count < CLUSTER_FAILURE_COUNT)
		reporter->said.items[reporter->said.count++] = *failure;
	if (failures->count < CLUSTER_FAILURE_COUNT)
		failures->items[failures->count++] = *failure;
}

static void
ask_owner(struct cluster_reporter *reporter)
{
	struct pod_question question = {
		.client = reporter->client,
		.namespace = reporter->identity.pod_namespace,
		.budget_ms = report_budget_ms(&reporter->budget, OWNER_BUDGET_MS),
	};

	if (!reporter->owner_was_asked)
		pod_owner_complete(&reporter->owner, &question, &reporter->identity);
	reporter->owner_was_asked = true;
}

static void
write_event(struct cluster_reporter *reporter, const struct event *event,
            struct cluster_failures *failures)
{
	struct failure failure = {0};
	struct event bounded = *event;

	if (reporter->events == NULL || is_silent(reporter))
		return;
	ask_owner(reporter);
	bounded.budget_ms = report_budget_ms(&reporter->budget, event->budget_ms);
	if (bounded.budget_ms > 0 && !event_writer_write(reporter->events, &bounded, &failure))
		tell_failure_once(reporter, &failure, failures);
}

static void
write_status(struct cluster_reporter *reporter, enum run_phase phase, int64_t budget_ms,
             struct cluster_failures *failures)
{
	struct failure failure = {0};
	cleanup_text struct text json = TEXT_EMPTY;

	if (reporter->client == NULL || reporter->document == NULL || is_silent(reporter))
		return;
	status_document_write(reporter->document, &json);

	struct status_entry entry = {
		.namespace = reporter->identity.pod_namespace,
		.config_map = reporter->config_map,
		.key = status_document_key(reporter->document),
		.document = text_bytes(&json),
		.budget_ms = report_budget_ms(&reporter->budget, budget_ms),
	};

	if (entry.budget_ms == 0)
		return;
	reporter->status_is_written = status_writer_apply(reporter->client, &entry, &failure);
	if (!reporter->status_is_written)
	{
		tell_failure_once(reporter, &failure, failures);
		return;
	}
	reporter->written_phase = phase;
	reporter->written_ms = reporter_now_ms(reporter);
}

/* Whether to write the ConfigMap now; the end of a target is always written. */
static bool
is_status_due(struct cluster_reporter *reporter, const struct run_report *report)
{
	bool is_repeat = reporter->written_phase == report->phase;

	if (run_phase_is_done(report->phase))
		return true;
	if (is_repeat && reporter_now_ms(reporter) - reporter->written_ms < STATUS_REPEAT_MS)
		return false;
	return throttle_admits(&reporter->throttle, reporter_now_ms(reporter));
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
	{
		reporter->document = status_document_new(report, &reporter->identity);
		reporter->throttle = (struct throttle){STATUS_BURST_COUNT, STATUS_INTERVAL_MS, 0};
		reporter->written_phase = PHASE_NONE;
	}
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

static void
notice(void *context, const struct run_report *report, struct cluster_failures *failures)
{
	struct cluster_reporter *reporter = context;
	struct event event = event_of_report(report, REPORT_BUDGET_MS);

	write_event(reporter, &event, failures);
}

static void
cluster_report(void *context, const struct run_report *report, struct cluster_failures *failures)
{
	struct cluster_reporter *reporter = context;
	struct event event = event_of_report(report, REPORT_BUDGET_MS);

	take_document(reporter, report);
	if (run_phase_is_done(report->phase))
	{
		report_budget_close(&reporter->budget);
		last_words_append_done(&reporter->done, report);
		status_document_end(reporter->document,
		                    &(struct run_end){.now_unix_ms = report->now_unix_ms});
	}
	write_event(reporter, &event, failures);
	if (is_status_due(reporter, report))
		write_status(reporter, report->phase, REPORT_BUDGET_MS, failures);
	reporter->status_is_written = reporter->status_is_written && run_phase_is_done(report->phase);
}

static void
update(void *context, const struct run_report *report, struct cluster_failures *failures)
{
	struct cluster_reporter *reporter = context;

	take_document(reporter, report);
	if (is_status_due(reporter, report))
		write_status(reporter, report->phase, REPORT_BUDGET_MS, failures);
	reporter->status_is_written = false;
}

static void
verified(void *context, const struct run_verdict *verdict, struct cluster_failures *failures)
{
	struct cluster_reporter *reporter = context;
	struct failure failure = {0};
	const struct verdict_place place = {
		.client = reporter->client,
		.identity = &reporter->identity,
		.config_map = reporter->config_map,
		.budget_ms = report_budget_ms(&reporter->budget, REPORT_BUDGET_MS),
	};

	if (reporter->client != NULL && !is_silent(reporter) && place.budget_ms > 0 &&
	    !verdict_writer_write(&place, verdict, &failure))
		tell_failure_once(reporter, &failure, failures);
}

/* What stands in the ConfigMap counts until a time that must not pass while the run goes on. */
static void
renew_status(void *context)
{
	struct cluster_reporter *reporter = context;
	struct cluster_failures untold = {.count = 0};

	if (reporter->document == NULL || reporter->written_phase == PHASE_NONE ||
	    run_phase_is_done(reporter->written_phase) || stop_signal_was_received() ||
	    reporter_now_ms(reporter) - reporter->written_ms < STATUS_RENEWAL_MS)
		return;
	status_document_renew(reporter->document, reporter->clock->unix_ms(reporter->clock->context));
	write_status(reporter, reporter->written_phase, REPORT_BUDGET_MS, &untold);
	reporter->status_is_written = false;
}

/* Repeats the last Event, and only for a run that had one. */
static void
annotate_job(struct cluster_reporter *reporter, const struct event *last,
             struct cluster_failures *failures)
{
	const struct pod_identity *identity = &reporter->identity;
	struct failure failure = {0};

	if (!reporter->annotates_job || reporter->client == NULL || identity->job_name == NULL ||
	    identity->job_uid == NULL || last->note[0] == '\0' || is_silent(reporter))
		return;

	struct job_annotation annotation = {
		.namespace = reporter->identity.pod_namespace,
		.reason = last->reason,
		.message = last->note,
		.budget_ms = report_budget_ms(&reporter->budget, last->budget_ms),
	};

	if (annotation.budget_ms > 0 &&
	    !job_annotation_write(reporter->client, identity, &annotation, &failure))
		tell_failure_once(reporter, &failure, failures);
}

static void
write_last_words(struct cluster_reporter *reporter, struct text *message,
                 struct cluster_failures *failures)
{
	struct failure failure = {0};

	if (!termination_message_write(message, &failure))
		tell_failure_once(reporter, &failure, failures);
}

static void
end(void *context, const struct run_end *end, struct cluster_failures *failures)
{
	struct cluster_reporter *reporter = context;
	cleanup_text struct text message = TEXT_EMPTY;
	cleanup_text struct text note = TEXT_EMPTY;

	report_budget_close(&reporter->budget);
	last_words_append_end(&message, end, text_bytes(&reporter->done),
	                      TERMINATION_MESSAGE_LIMIT_BYTES);
	last_words_append_end(&note, end, text_bytes(&reporter->done), EVENT_NOTE_LIMIT_BYTES);

	struct event event = {
		.reason = end_reason((enum failure_kind)end->exit_status),
		.note = text_bytes(&note),
		.note_has_lines = true,
		.is_warning = true,
		.now_unix_ms = end->now_unix_ms,
		.budget_ms = END_BUDGET_MS,
	};

	/* First the report that needs neither network nor rights. */
	write_last_words(reporter, &message, failures);
	reporter->silent_until_ms = 0;
	if (end->failure != NULL)
		write_event(reporter, &event, failures);
	/* A target that was done has been reported already. */
	if (end->failure != NULL || !reporter->status_is_written)
	{
		if (reporter->document != NULL)
			status_document_end(reporter->document, end);
		write_status(reporter, PHASE_FAILED, END_BUDGET_MS, failures);
	}
	if (end->failure == NULL && reporter->document != NULL)
		event.reason = status_document_reason(reporter->document);
	annotate_job(reporter, &event, failures);
	if (reporter->said.count > 0)
	{
		last_words_append_untold(&message, &reporter->said);
		write_last_words(reporter, &message, failures);
	}
}

struct cluster_reporter *
cluster_reporter_new(const struct cluster_reporter_options *options)
{
	struct cluster_reporter *reporter = memory_allocate(1, sizeof *reporter);

	reporter->cluster =
		(struct cluster){reporter, begin, cluster_report, update, notice, verified, end};
	reporter->budget.clock = options->clock;
	reporter->clock = options->clock;
	reporter->access = options->access;
	reporter->config_map = memory_copy_text(options->config_map);
	reporter->annotates_job = options->annotates_job;
	reporter->identity = pod_identity_from_environment();
	if (options->access != NULL)
	{
		reporter->client = api_client_new(options->access, options->clock);
		pulse_install(renew_status, reporter);
		reporter->events = event_writer_new(reporter->client, &reporter->identity);
		if (reporter->identity.pod_namespace == NULL)
			reporter->identity.pod_namespace = options->access->namespace;
	}
	return reporter;
}

void
cluster_reporter_free(struct cluster_reporter *reporter)
{
	if (reporter == NULL)
		return;
	pulse_install(NULL, NULL);
	event_writer_free(reporter->events);
	api_client_free(reporter->client);
	status_document_free(reporter->document);
	text_free(&reporter->done);
	if (reporter->access != NULL)
		api_access_free(reporter->access);
	free(reporter->access);
	pod_owner_free(&reporter->owner);
	free(reporter->config_map);
	free(reporter);
}

const struct cluster *
cluster_reporter_cluster(struct cluster_reporter *reporter)
{
	return &reporter->cluster;
}
