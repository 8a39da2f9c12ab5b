#include "app/fleet.h"

#include <inttypes.h>
#include <stdio.h>

#include "app/cluster_warning.h"
#include "base/cleanup.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/stop_signal.h"

enum
{
	EVENTS_OF_FAILURES = 10 /* more Events would push each other out of sight */
};

struct fleet_run
{
	const struct application *application;
	const struct fleet_request *request;
	struct fleet_tally tally;
	size_t begun_count;
	size_t running_count;
	size_t running_limit;
	bool is_stopping;
	int64_t started_ms;
	int64_t started_unix_ms;
};

static int64_t
unix_ms(const struct fleet_run *run)
{
	const struct clock *clock = run->application->clock;

	return clock->unix_ms(clock->context);
}

static struct run_report
describe(const struct fleet_run *run, enum run_phase phase, const char *message)
{
	return (struct run_report){
		.phase = phase,
		.source = "targets",
		.message = message,
		.tool_version = run->application->tool_version,
		.fleet = &run->tally,
		.started_unix_ms = run->started_unix_ms,
		.now_unix_ms = unix_ms(run),
	};
}

typedef void (*cluster_call)(void *context, const struct run_report *report,
                             struct cluster_failures *failures);

static void
tell(const struct fleet_run *run, cluster_call call, enum run_phase phase, const char *message)
{
	struct cluster_failures failures = {.count = 0};
	struct run_report report = describe(run, phase, message);

	call(run->application->cluster->context, &report, &failures);
	cluster_warn(&failures);
}

static void
tell_begin(const struct fleet_run *run)
{
	const struct fleet_request *request = run->request;
	const struct progress *progress = run->application->progress;
	const struct cluster *cluster = run->application->cluster;
	struct run_report beginning = describe(run, request->phase, NULL);
	cleanup_text struct text message = TEXT_EMPTY;

	text_append_format(&message, "%s of %zu target%s, %zu at a time", request->command,
	                   request->names->count, request->names->count == 1 ? "" : "s",
	                   request->job_count);
	if (request->shard_count > 1)
		text_append_format(&message, ", shard %zu of %zu (from 0)", request->shard,
		                   request->shard_count);
	cluster->begin(cluster->context, &beginning);
	progress->phase(progress->context, text_bytes(&message));
	log_info("%s", text_bytes(&message));
	tell(run, cluster->report, request->phase, text_bytes(&message));
}

static void
tell_failure(const struct fleet_run *run, const char *name, const struct fleet_member_end *end)
{
	cleanup_memory char *message =
		memory_format("target %s: exit %d: %s%s%s", name, (int)end->kind, end->message,
	                  end->hint[0] != '\0' ? ". Hint: " : "", end->hint);

	if (run->tally.outcome_counts[FLEET_FAILED] <= EVENTS_OF_FAILURES && !run->is_stopping)
		tell(run, run->application->cluster->notice, PHASE_FAILED, message);
}

/* Warns once for all targets, because a thousand of them are often on one server. */
static void
warn_of_exposed_target(struct fleet_run *run, const char *name, const struct fleet_member_end *end)
{
	struct exposure *exposure = run->application->exposure;

	if (!end->was_exposed || exposure->is_seen)
		return;
	exposure->is_seen = true;
	log_warning("the connection of target %s, and perhaps of others, is not encrypted: others on "
	            "the network can read and change what is sent; PGSSLMODE=verify-full with "
	            "PGSSLROOTCERT prevents it",
	            name);
}

static void
take_end(struct fleet_run *run, const char *name, const struct fleet_member_end *end)
{
	const struct progress *progress = run->application->progress;
	cleanup_text struct text summary = TEXT_EMPTY;

	warn_of_exposed_target(run, name, end);
	fleet_tally_add(&run->tally, name, end);
	fleet_append_summary(&summary, &run->tally);
	progress->count(progress->context, "target", run->tally.ended_count, run->tally.member_count);
	if (end->outcome == FLEET_FAILED)
		tell_failure(run, name, end);
	tell(run, run->application->cluster->update, run->request->phase, text_bytes(&summary));
}

/* The resource that ran short may be free again when a running member has ended. */
static void
start_later(struct fleet_run *run, const struct failure *failure)
{
	run->begun_count--;
	run->running_limit = run->running_count;
	log_warning("%s; from now on %zu at a time", failure->message, run->running_limit);
}

/* A member that cannot start even alone has failed; continue with the others. */
static void
start_next(struct fleet_run *run)
{
	const struct fleet_runner *runner = run->request->runner;
	const char *name = run->request->names->items[run->begun_count++];
	struct failure failure = {.kind = FAILURE_NONE};

	if (runner->start(runner->context, name, &failure))
	{
		run->running_count++;
		return;
	}
	if (run->running_count > 0 && failure_kind_is_retryable(failure.kind))
	{
		start_later(run, &failure);
		return;
	}

	struct fleet_member_end end = {.outcome = FLEET_FAILED, .kind = failure.kind};

	(void)snprintf(end.message, sizeof end.message, "%s", failure.message);
	(void)snprintf(end.hint, sizeof end.hint, "%s", failure.hint);
	log_failure(LOG_ERROR, &failure);
	take_end(run, name, &end);
}

static bool
may_start(const struct fleet_run *run)
{
	return !run->is_stopping && run->begun_count < run->request->names->count &&
	       run->running_count < run->running_limit;
}

static void
wait_for_one(struct fleet_run *run)
{
	const struct fleet_runner *runner = run->request->runner;
	struct fleet_member_end end;
	const char *name = NULL;

	if (runner->wait(runner->context, &name, &end))
	{
		run->running_count--;
		/* A member that stopped because it was asked to has not failed. */
		if (!run->is_stopping || end.kind != FAILURE_INTERRUPTED)
			take_end(run, name, &end);
		return;
	}
	run->is_stopping = true;
	runner->stop(runner->context);
}

static enum run_phase
closing_phase(const struct fleet_tally *tally)
{
	if (tally->outcome_counts[FLEET_APPLIED] > 0)
		return PHASE_APPLIED;
	return tally->outcome_counts[FLEET_SUPERSEDED] > 0 ? PHASE_SUPERSEDED : PHASE_UNCHANGED;
}

static void
tell_end(const struct fleet_run *run)
{
	const struct clock *clock = run->application->clock;
	const struct progress *progress = run->application->progress;
	const struct cluster *cluster = run->application->cluster;
	int64_t elapsed_ms = clock->now_ms(clock->context) - run->started_ms;
	cleanup_text struct text summary = TEXT_EMPTY;

	fleet_append_summary(&summary, &run->tally);
	text_append_format(&summary, ", %" PRId64 ".%03" PRId64 " s", elapsed_ms / 1000,
	                   elapsed_ms % 1000);
	progress->finish(progress->context);
	log_info("%s", text_bytes(&summary));
	if (run->tally.kind == FAILURE_NONE && !run->is_stopping)
		tell(run, cluster->report, closing_phase(&run->tally), text_bytes(&summary));
	else
		tell(run, cluster->update, run->request->phase, text_bytes(&summary));
}

static bool
check_end(const struct fleet_run *run, struct failure *failure)
{
	cleanup_text struct text summary = TEXT_EMPTY;
	cleanup_memory char *what = NULL;

	if (!run->is_stopping)
		return fleet_tally_check(&run->tally, failure);
	fleet_append_summary(&summary, &run->tally);
	what = memory_format("working on targets (%s)", text_bytes(&summary));
	(void)stop_signal_fail(failure, what);
	return fail_hint(failure, "A rerun does only what is left.");
}

bool
fleet_run(const struct application *application, const struct fleet_request *request,
          struct failure *failure)
{
	const struct clock *clock = application->clock;
	struct fleet_run run = {
		.application = application,
		.request = request,
		.tally = {.member_count = request->names->count,
	              .shard = request->shard,
	              .shard_count = request->shard_count},
		.running_limit = request->job_count,
		.started_ms = clock->now_ms(clock->context),
		.started_unix_ms = clock->unix_ms(clock->context),
	};

	tell_begin(&run);
	while (may_start(&run) || run.running_count > 0)
	{
		if (may_start(&run))
			start_next(&run);
		else
			wait_for_one(&run);
	}
	tell_end(&run);
	return check_end(&run, failure);
}
