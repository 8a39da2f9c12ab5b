#include "app/apply/schema_report.h"

#include <inttypes.h>
#include <string.h>

#include "app/cluster_warning.h"
#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/postponed.h"

static struct run_report
report_of_run(const struct schema_run *run, enum run_phase phase, const char *message)
{
	const struct application *application = run->application;
	const struct managed_schema *schema = run->schema;

	return (struct run_report){
		.phase = phase,
		.bundle = schema->bundle,
		.source = schema->source,
		.database = schema->database,
		.schema = schema->name,
		.checksum = schema->checksum,
		.fingerprint_before =
			run->observed.fingerprint[0] != '\0' ? run->observed.fingerprint : NULL,
		.outcome = run->result.outcome,
		.message = message,
		.tool_version = application->tool_version,
		.version = schema->version,
		.statement_count = run->result.statement_count,
		.object_count = run->result.object_count,
		.attempt_count = run->attempt_count,
		.postponed = run->postponed,
		.started_unix_ms = run->started_unix_ms,
		.now_unix_ms = application->clock->unix_ms(application->clock->context),
	};
}

static void
send(const struct application *application, const struct run_report *report)
{
	struct cluster_failures failures = {.count = 0};

	application->cluster->report(application->cluster->context, report, &failures);
	cluster_warn(&failures);
}

static void
send_report(const struct schema_run *run, enum run_phase phase, const char *message)
{
	struct run_report report = report_of_run(run, phase, message);

	send(run->application, &report);
}

/* Only what is committed is a fingerprint that stays. */
static void
send_closing_report(const struct schema_run *run, enum run_phase phase, const char *message)
{
	struct run_report report = report_of_run(run, phase, message);

	report.fingerprint_after = run->result.fingerprint_after[0] != '\0'
	                               ? run->result.fingerprint_after
	                               : run->observed.fingerprint;
	send(run->application, &report);
}

void
schema_report_begin(const struct schema_run *run)
{
	const struct cluster *cluster = run->application->cluster;
	struct run_report report = report_of_run(run, PHASE_LOOKING, NULL);

	cluster->begin(cluster->context, &report);
}

void
schema_report_phase(const struct schema_run *run, enum run_phase phase, const char *message)
{
	const struct progress *progress = run->application->progress;

	progress->phase(progress->context, message);
	log_info("%s: %s", run->schema->source, message);
	send_report(run, phase, message);
}

void
schema_report_change(const struct schema_run *run)
{
	cleanup_memory char *message =
		memory_format("%s schema \"%s\" in database \"%s\"",
	                  run->decision == DECISION_CREATE ? "creating" : "bringing up to date",
	                  run->schema->name, run->schema->database);

	schema_report_phase(run, PHASE_APPLYING, message);
}

struct closing
{
	enum decision decision;
	enum run_phase phase;
	const char *words;
};

static const struct closing closings[] = {
	{DECISION_NOTHING_TO_DO, PHASE_UNCHANGED, "nothing to do"},
	{DECISION_SUPERSEDED, PHASE_SUPERSEDED, "superseded"},
	{DECISION_PARTITIONS, PHASE_APPLIED, "partitions made"},
	{DECISION_CREATE, PHASE_APPLIED, "created"},
	{DECISION_CHANGE, PHASE_APPLIED, "changed"},
};

static const struct closing *
closing_of(enum decision decision)
{
	size_t count = COUNT_OF(closings);

	for (size_t index = 0; index < count; index++)
	{
		if (closings[index].decision == decision)
			return &closings[index];
	}
	return &closings[count - 1];
}

static const char *
closing_words(const struct schema_run *run, const struct closing *closing)
{
	if (run->result.words[0] != '\0')
		return run->result.words;
	return run->result.outcome != OUTCOME_NONE ? run_outcome_name(run->result.outcome)
	                                           : closing->words;
}

void
schema_report_waiting(const struct schema_run *run, const char *message, bool is_late)
{
	struct run_report report = report_of_run(run, PHASE_WAITING, message);

	report.is_late = is_late;
	send(run->application, &report);
}

void
schema_report_end(const struct schema_run *run)
{
	const struct managed_schema *schema = run->schema;
	const struct clock *clock = run->application->clock;
	const struct closing *closing = closing_of(run->decision);
	int64_t elapsed_ms = clock->now_ms(clock->context) - run->started_ms;
	cleanup_text struct text line = TEXT_EMPTY;

	text_append_format(&line, "schema \"%s\" in database \"%s\": %s", schema->name,
	                   schema->database, closing_words(run, closing));
	if (run->decision == DECISION_SUPERSEDED)
		text_append_format(&line,
		                   " (version %" PRId64 " is recorded, this program brings %" PRId64 ")",
		                   run->observed.recorded_version, schema->version);
	else if (schema->version > 0)
		text_append_format(&line, ", version %" PRId64, schema->version);
	if (run->result.statement_count > 0)
		text_append_format(&line, ", %" PRId64 " statements", run->result.statement_count);
	if (run->result.object_count > 0)
		text_append_format(&line, ", %" PRId64 " definitions %s", run->result.object_count,
		                   run->result.is_proved ? "proved" : "promised");
	text_append_format(&line, ", %" PRId64 ".%03" PRId64 " s", elapsed_ms / 1000,
	                   elapsed_ms % 1000);
	if (run->attempt_count > 1)
		text_append_format(&line, ", %d attempts", run->attempt_count);
	if (run->postponed != NULL && run->postponed->count > 0)
	{
		text_append(&line, "; ");
		postponed_append_words(run->postponed, &line);
	}

	const struct progress *progress = run->application->progress;

	progress->finish(progress->context);
	log_info("%s: %s", schema->source, text_bytes(&line));
	send_closing_report(run, closing->phase, text_bytes(&line));
}
