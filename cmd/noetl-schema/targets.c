#include "targets.h"

#include <string.h>
#include <sys/stat.h>

#include "adapter/process/member_runner.h"
#include "adapter/settings/target_record.h"
#include "adapter/settings/targets_file.h"
#include "app/fleet.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "command_line.h"
#include "domain/name_list.h"

bool
targets_are_meant(const struct command *command, const struct settings *settings)
{
	return (command->connects || command->takes_bundles) &&
	       settings_text(settings, SETTING_TARGETS) != NULL &&
	       settings_text(settings, SETTING_TARGET) == NULL;
}

static bool
check_serves_targets(const struct command *command, struct failure *failure)
{
	if (command->targets_phase != PHASE_NONE)
		return true;
	(void)fail(failure, FAILURE_USAGE,
	           "\"%s\" works on one target at a time, and NOETL_TARGETS "
	           "names a file of many",
	           command->name);
	return fail_hint(failure, "Say which one is meant: --target NAME.");
}

/* A file that can be read only once is empty for the second target. */
static bool
check_file(const char *option, const char *path, struct failure *failure)
{
	struct stat status;

	if (stat(path, &status) == 0 && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode)))
		return true;
	(void)fail(failure, FAILURE_SETTINGS,
	           "%s %s: is not a regular file, and the run of every target reads it", option, path);
	return fail_hint(failure, "Write what it holds into a file first.");
}

static bool
check_files(const struct command_line *line, const struct settings *settings,
            struct failure *failure)
{
	const char *manifests = settings_text(settings, SETTING_CONFIG);
	cleanup_memory char *paths = memory_copy_text(manifests != NULL ? manifests : "");
	char *rest = NULL;

	for (size_t index = 0; index < line->file_count; index++)
	{
		if (!check_file("--file", line->files[index], failure))
			return false;
	}
	for (char *path = strtok_r(paths, ":", &rest); path != NULL; path = strtok_r(NULL, ":", &rest))
	{
		if (!check_file("--config", path, failure))
			return false;
	}
	return true;
}

static bool
fail_shard(struct failure *failure, const char *have, const char *lack)
{
	(void)fail(failure, FAILURE_SETTINGS, "%s is given, %s is not: which targets are meant?", have,
	           lack);
	return fail_hint(failure,
	                 "In an Indexed Job, NOETL_SHARDS is .spec.completions, and Kubernetes "
	                 "sets JOB_COMPLETION_INDEX.");
}

/* Leaves in names what belongs to this shard. */
static bool
keep_shard(const struct settings *settings, struct fleet_request *fleet, struct name_list *names,
           struct failure *failure)
{
	bool has_count = settings_text(settings, SETTING_SHARDS) != NULL;
	bool has_shard = settings_text(settings, SETTING_SHARD) != NULL;

	if (!has_count && !has_shard)
		return true;
	if (!has_count)
		return fail_shard(failure, "JOB_COMPLETION_INDEX (--shard)", "NOETL_SHARDS (--shards)");
	if (!has_shard)
		return fail_shard(failure, "NOETL_SHARDS (--shards)", "JOB_COMPLETION_INDEX (--shard)");
	fleet->shard_count = (size_t)settings_integer(settings, SETTING_SHARDS);
	fleet->shard = (size_t)settings_integer(settings, SETTING_SHARD);
	if (fleet->shard >= fleet->shard_count)
		return fail(failure, FAILURE_SETTINGS,
		            "there is no shard %zu (JOB_COMPLETION_INDEX) of %zu (NOETL_SHARDS): they are "
		            "counted from 0",
		            fleet->shard, fleet->shard_count);
	fleet_keep_shard(names, fleet->shard, fleet->shard_count);
	return true;
}

static bool
choose_names(const struct targets_content *content, const struct settings *settings,
             struct fleet_request *fleet, struct name_list *names, struct failure *failure)
{
	for (size_t index = 0; index < content->names.count; index++)
		name_list_append(names, content->names.items[index]);
	return keep_shard(settings, fleet, names, failure);
}

/* Where the variables of members come from. */
struct member_variables
{
	const struct targets_content *content;
	const struct environment_secrets *secrets;
};

/* A setting of the target itself is not passed on from the environment as well. */
static bool
is_overridden(const char *record, const char *variable)
{
	cleanup_memory char *name = memory_copy_bytes(variable, strcspn(variable, "="));
	const struct setting_definition *definition = setting_definition_by_name(name);
	enum setting_key key = definition != NULL ? definition->key : SETTING_NOETL_ADMIN_PASSWORD;

	return target_record_has(record, key);
}

/* A target's record, and those secrets of the environment that it does not set itself. */
static size_t
variables_of(const void *context, const char *name, const char **variables)
{
	const struct member_variables *members = context;
	const char *record = targets_content_record(members->content, name);
	size_t count = 0;

	if (record == NULL)
		return 0;
	variables[count++] = record;
	record += strcspn(record, "=") + 1;
	for (size_t index = 0; index < members->secrets->count; index++)
	{
		if (!is_overridden(record, members->secrets->variables[index]))
			variables[count++] = members->secrets->variables[index];
	}
	return count;
}

static bool
run_fleet(const struct targets_request *request, const struct targets_content *content,
          struct fleet_request *fleet, struct failure *failure)
{
	struct member_variables variables = {.content = content, .secrets = request->secrets};
	struct member_runner_options options = {
		.arguments = request->arguments,
		.argument_count = request->argument_count,
		.limit = fleet->job_count,
		.started_ms = request->context->application->started_ms,
		.variable_limit = 1 + request->secrets->count,
		.variables_of = variables_of,
		.context = &variables,
	};
	cleanup_member_runner struct member_runner *runner = member_runner_new(&options);

	fleet->runner = member_runner_fleet(runner);
	return fleet_run(request->context->application, fleet, failure);
}

bool
targets_run(const struct targets_request *request, struct failure *failure)
{
	const struct command_line *line = request->context->line;
	const struct settings *settings = request->context->application->settings;
	cleanup_targets_content struct targets_content content = {0};
	cleanup_name_list struct name_list names = {0};
	struct fleet_request fleet = {
		.command = line->command->name,
		.names = &names,
		.phase = line->command->targets_phase,
		.job_count = (size_t)settings_integer(settings, SETTING_JOBS),
		.shard_count = 1,
	};

	return check_serves_targets(line->command, failure) && settings_check(settings, failure) &&
	       check_files(line, settings, failure) &&
	       targets_file_read(settings_text(settings, SETTING_TARGETS), &content, failure) &&
	       choose_names(&content, settings, &fleet, &names, failure) &&
	       run_fleet(request, &content, &fleet, failure);
}
