#include "app/target_report.h"

#include <inttypes.h>
#include <string.h>

#include "app/cluster_warning.h"
#include "base/cleanup.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"

static struct run_report
describe(const struct target_run *run, const char *phase, const char *message)
{
	const struct application *application = run->application;
	const struct target *target = run->target;

	return (struct run_report){
		.phase = phase,
		.bundle = target->bundle,
		.source = target->source,
		.database = target->database,
		.schema = target->schema,
		.checksum = target->checksum,
		.fingerprint_before = run->look.fingerprint[0] != '\0' ? run->look.fingerprint : NULL,
		.outcome = run->outcome,
		.message = message,
		.tool_version = application->tool_version,
		.version = target->version,
		.statement_count = run->statement_count,
		.object_count = run->object_count,
		.attempt_count = run->attempt_count,
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
send_report(const struct target_run *run, const char *phase, const char *message)
{
	struct run_report report = describe(run, phase, message);

	send(run->application, &report);
}

/* Only what is committed is a fingerprint that stays. */
static void
send_closing_report(const struct target_run *run, const char *phase, const char *message)
{
	struct run_report report = describe(run, phase, message);

	report.fingerprint_after =
		run->fingerprint_after[0] != '\0' ? run->fingerprint_after : run->look.fingerprint;
	send(run->application, &report);
}

void
target_report_begin(const struct target_run *run)
{
	const struct cluster *cluster = run->application->cluster;
	struct run_report report = describe(run, "Looking", NULL);

	cluster->begin(cluster->context, &report);
}

void
target_report_phase(const struct target_run *run, const char *phase, const char *message)
{
	const struct progress *progress = run->application->progress;

	progress->phase(progress->context, message);
	log_info("%s: %s", run->target->source, message);
	send_report(run, phase, message);
}

struct closing
{
	enum decision decision;
	const char *phase;
	const char *words;
};

static const struct closing closings[] = {
	{DECISION_NOTHING_TO_DO, "Unchanged", "nothing to do"},
	{DECISION_SUPERSEDED, "Superseded", "superseded"},
	{DECISION_PARTITIONS, "Applied", "partitions made"},
	{DECISION_CREATE, "Applied", "created"},
	{DECISION_CHANGE, "Applied", "changed"},
};

static const struct closing *
closing_of(enum decision decision)
{
	size_t count = sizeof closings / sizeof closings[0];

	for (size_t index = 0; index < count; index++)
	{
		if (closings[index].decision == decision)
			return &closings[index];
	}
	return &closings[count - 1];
}

static const char *
closing_words(const struct target_run *run, const struct closing *closing)
{
	if (run->closing_words[0] != '\0')
		return run->closing_words;
	return run->outcome != NULL ? run->outcome : closing->words;
}

void
target_report_waiting(const struct target_run *run, const char *message)
{
	send_report(run, "Waiting", message);
}

void
target_report_end(const struct target_run *run)
{
	const struct target *target = run->target;
	const struct clock *clock = run->application->clock;
	const struct closing *closing = closing_of(run->decision);
	int64_t elapsed_ms = clock->now_ms(clock->context) - run->started_ms;
	cleanup_text struct text line = TEXT_EMPTY;

	text_append_format(&line, "schema \"%s\" in database \"%s\": %s", target->schema,
	                   target->database, closing_words(run, closing));
	if (run->decision == DECISION_SUPERSEDED)
		text_append_format(&line,
		                   " (version %" PRId64 " is recorded, this program brings %" PRId64 ")",
		                   run->look.recorded_version, target->version);
	else if (target->version > 0)
		text_append_format(&line, ", version %" PRId64, target->version);
	if (run->statement_count > 0)
		text_append_format(&line, ", %" PRId64 " statements", run->statement_count);
	if (run->object_count > 0)
		text_append_format(&line, ", %" PRId64 " definitions proved", run->object_count);
	text_append_format(&line, ", %" PRId64 ".%03" PRId64 " s", elapsed_ms / 1000,
	                   elapsed_ms % 1000);
	if (run->attempt_count > 1)
		text_append_format(&line, ", %d attempts", run->attempt_count);

	const struct progress *progress = run->application->progress;

	progress->finish(progress->context);
	log_info("%s: %s", target->source, text_bytes(&line));
	send_closing_report(run, closing->phase, text_bytes(&line));
}
