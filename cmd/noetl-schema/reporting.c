#include "reporting.h"

#include <stdlib.h>

#include "adapter/clock/system_clock.h"
#include "adapter/kubernetes/api_account.h"
#include "adapter/kubernetes/cluster_reporter.h"
#include "adapter/kubernetes/job_mandate.h"
#include "adapter/kubernetes/last_words.h"
#include "adapter/kubernetes/no_cluster.h"
#include "adapter/kubernetes/termination_message.h"
#include "adapter/process/member_channel.h"
#include "app/cluster_warning.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"

struct reporting
{
	struct cluster_reporter *reporter; /* NULL: no reports */
	struct member_channel *channel;    /* or: the parent of a process for one target */
	const struct cluster *cluster;
	struct job_mandate *mandate; /* NULL: not asked */
};

/* NULL if the API is not used. */
static bool
make_access(const struct settings *settings, struct api_access **access, struct failure *failure)
{
	enum api_account account = api_account_for_reports(settings);
	struct api_access found = {0};

	*access = NULL;
	if (account == API_ACCOUNT_NONE)
		return true;
	if (!api_account_access(account, settings, &found, failure))
		return false;
	*access = memory_allocate(1, sizeof **access);
	**access = found;
	return true;
}

static bool
command_reports(const struct command *command)
{
	return (command->setting_groups & SETTING_GROUP_CLUSTER) != 0 && command->connects;
}

/* A kubeconfig may be of another cluster than that of the Job, so only the Pod's account asks. */
static void
open_mandate(struct reporting *reporting, const struct command *command,
             const struct settings *settings)
{
	if (!command_reports(command) || api_account_for_reports(settings) != API_ACCOUNT_OF_POD)
		return;

	struct api_access *access = memory_allocate(1, sizeof *access);

	api_access_in_cluster(access);
	reporting->mandate = job_mandate_new(access, system_clock());
}

bool
reporting_open(const struct command *command, const struct settings *settings,
               struct reporting **reporting, struct failure *failure)
{
	struct reporting *opened = memory_allocate(1, sizeof *opened);

	opened->cluster = no_cluster();
	*reporting = opened;
	open_mandate(opened, command, settings);
	opened->channel = member_channel_open();
	if (opened->channel != NULL)
	{
		opened->cluster = member_channel_cluster(opened->channel);
		return true;
	}
	if (!command_reports(command))
		return true;

	struct cluster_reporter_options options = {
		.config_map = settings_text(settings, SETTING_STATUS_CONFIG_MAP),
		.annotates_job = settings_flag(settings, SETTING_ANNOTATE_JOB),
		.clock = system_clock(),
	};

	if (!make_access(settings, &options.access, failure))
		return false;
	opened->reporter = cluster_reporter_new(&options);
	opened->cluster = cluster_reporter_cluster(opened->reporter);
	return true;
}

void
reporting_close(struct reporting *reporting)
{
	if (reporting == NULL)
		return;
	cluster_reporter_free(reporting->reporter);
	member_channel_close(reporting->channel);
	job_mandate_free(reporting->mandate);
	free(reporting);
}

const struct cluster *
reporting_cluster(const struct reporting *reporting)
{
	return reporting->cluster;
}

const struct mandate *
reporting_mandate(const struct reporting *reporting)
{
	return job_mandate_port(reporting->mandate);
}

/* The parent of a process for one target of many reports its end. */
static void
leave_last_words(const struct run_end *end)
{
	cleanup_text struct text message = TEXT_EMPTY;
	struct failure unwritten = {0};

	if (end->failure == NULL || member_channel_is_given())
		return;
	last_words_append_end(&message, end, "", TERMINATION_MESSAGE_LIMIT_BYTES);
	if (!termination_message_write(&message, &unwritten))
		log_failure(LOG_WARNING, &unwritten);
}

void
reporting_end(const struct reporting *reporting, const struct failure *failure, bool was_exposed)
{
	const struct clock *clock = system_clock();
	struct cluster_failures failures = {.count = 0};
	struct run_end end = {
		.exit_status = failure != NULL ? (int)failure->kind : FAILURE_NONE,
		.failure = failure,
		.was_exposed = was_exposed,
		.now_unix_ms = clock->unix_ms(clock->context),
	};

	if (reporting == NULL || (reporting->reporter == NULL && reporting->channel == NULL))
	{
		leave_last_words(&end);
		return;
	}
	reporting->cluster->end(reporting->cluster->context, &end, &failures);
	cluster_warn(&failures);
}
