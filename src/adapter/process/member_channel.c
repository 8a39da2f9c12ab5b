#include "adapter/process/member_channel.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "base/number_text.h"
#include "base/utf8.h"

_Static_assert(sizeof(struct fleet_member_end) <= PIPE_BUF, "it is written whole, or not at all");

struct member_channel
{
	struct cluster cluster;
	int descriptor;
	enum fleet_outcome outcome;
};

static const struct
{
	enum run_phase phase;
	enum fleet_outcome outcome;
} outcomes[] = {
	{PHASE_UNCHANGED, FLEET_UNCHANGED},
	{PHASE_SUPERSEDED, FLEET_SUPERSEDED},
	{PHASE_APPLIED, FLEET_APPLIED},
};

static void
member_channel_begin(void *context, const struct run_report *report)
{
	(void)context;
	(void)report;
}

static void
member_channel_report(void *context, const struct run_report *report,
                      struct cluster_failures *failures)
{
	struct member_channel *channel = context;

	(void)failures;
	for (size_t index = 0; index < COUNT_OF(outcomes); index++)
	{
		if (outcomes[index].phase == report->phase && outcomes[index].outcome > channel->outcome)
			channel->outcome = outcomes[index].outcome;
	}
}

/* The parent tells of all members together. */
static void
member_channel_verified(void *context, const struct run_verdict *verdict,
                        struct cluster_failures *failures)
{
	(void)context;
	(void)verdict;
	(void)failures;
}

static void
member_channel_end(void *context, const struct run_end *end, struct cluster_failures *failures)
{
	struct member_channel *channel = context;
	struct fleet_member_end told = {
		.outcome = end->failure != NULL ? FLEET_FAILED : channel->outcome,
		.kind = (enum failure_kind)end->exit_status,
		.was_exposed = end->was_exposed,
	};

	(void)failures;
	if (end->failure != NULL)
	{
		(void)snprintf(told.message, sizeof told.message, "%s", end->failure->message);
		(void)snprintf(told.hint, sizeof told.hint, "%s", end->failure->hint);
		utf8_drop_cut_end(told.message);
		utf8_drop_cut_end(told.hint);
	}

	/* The listener may be gone, and nothing else needs the report. */
	ssize_t written = write(channel->descriptor, &told, sizeof told);

	(void)written;
}

/*
 * If anything else set the variable, the descriptor is something else or not open: nothing is
 * written.
 */
bool
member_channel_is_given(void)
{
	struct stat status;
	int flags = fcntl(MEMBER_CHANNEL_DESCRIPTOR, F_GETFL);

	return getenv(MEMBER_CHANNEL_VARIABLE) != NULL && /* NOLINT(concurrency-mt-unsafe) */
	       flags != -1 && (flags & O_ACCMODE) == O_WRONLY &&
	       fstat(MEMBER_CHANNEL_DESCRIPTOR, &status) == 0 && S_ISFIFO(status.st_mode);
}

int64_t
member_channel_run_started_ms(int64_t now_ms)
{
	const char *since = getenv(MEMBER_SINCE_VARIABLE); /* NOLINT(concurrency-mt-unsafe) */
	int64_t since_ms = 0;

	if (since == NULL || !member_channel_is_given() || !number_from_text(since, &since_ms) ||
	    since_ms < 0 || since_ms > now_ms)
		return now_ms;
	return since_ms;
}

static void
stop_with_parent(void)
{
	const char *expected = getenv(MEMBER_CHANNEL_VARIABLE); /* NOLINT(concurrency-mt-unsafe) */
	cleanup_memory char *parent = NULL;

	(void)prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
	/* A parent that is gone already sends no signal. */
	parent = memory_format("%ld", (long)getppid());
	if (expected == NULL || strcmp(parent, expected) != 0)
		(void)raise(SIGTERM);
}

struct member_channel *
member_channel_open(void)
{
	if (!member_channel_is_given() || fcntl(MEMBER_CHANNEL_DESCRIPTOR, F_SETFD, FD_CLOEXEC) != 0)
		return NULL;

	struct member_channel *channel = memory_allocate(1, sizeof *channel);

	channel->descriptor = MEMBER_CHANNEL_DESCRIPTOR;
	channel->cluster = (struct cluster){channel,
	                                    member_channel_begin,
	                                    member_channel_report,
	                                    member_channel_report,
	                                    member_channel_report,
	                                    member_channel_verified,
	                                    member_channel_end};
	stop_with_parent();
	return channel;
}

void
member_channel_close(struct member_channel *channel)
{
	if (channel == NULL)
		return;
	(void)close(channel->descriptor);
	free(channel);
}

const struct cluster *
member_channel_cluster(const struct member_channel *channel)
{
	return &channel->cluster;
}
