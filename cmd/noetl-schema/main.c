/*
 * Puts the program together, runs one command, and turns its result into a log line and an exit
 * status. Nothing else does either.
 */

#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "adapter/bundle/embedded_bundle_source.h"
#include "adapter/clock/system_clock.h"
#include "adapter/file/output_file.h"
#include "adapter/kubernetes/config_reader.h"
#include "adapter/kubernetes/pod_identity.h"
#include "adapter/log/console.h"
#include "adapter/postgres/database.h"
#include "adapter/process/member_channel.h"
#include "adapter/settings/settings_sources.h"
#include "app/application.h"
#include "app/failure_hint.h"
#include "app/wait/settings_wait.h"
#include "base/cleanup.h"
#include "base/stop_signal.h"
#include "build_version.h"
#include "command.h"
#include "command_line.h"
#include "reporting.h"
#include "requirement.h"
#include "secret_use.h"
#include "targets.h"

enum
{
	REDRAW_INTERVAL_MS = 200, /* seconds with one decimal are seen to run */
	SILENCE_CHECK_INTERVAL_MS = 1000
};

/*
 * Passwords are in memory: no core file of it, and no access to it by another process of the same
 * user (prctl(2), PR_SET_DUMPABLE).
 */
static void
keep_memory_private(void)
{
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/*
 * What is opened next takes the lowest number that is free: with a stream closed
 * that would be a socket, and text for a person would go to the server. A
 * descriptor of the wrong direction keeps the number, and using it stays an error.
 */
static void
occupy_closed_streams(void)
{
	for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++)
	{
		if (fcntl(descriptor, F_GETFD) == -1)
			(void)open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
	}
}

/* From the settings that are known by now: a bad one must not hide the message about it. */
static struct console *
open_console(const struct settings *settings)
{
	bool is_quiet = settings_flag(settings, SETTING_QUIET);
	struct console_options options = {
		.descriptor = STDERR_FILENO,
		.target = settings_text(settings, SETTING_TARGET),
		.is_json = strcmp(settings_text(settings, SETTING_LOG_FORMAT), "json") == 0,
		.least_level = (enum log_level)settings_integer(settings, SETTING_LOG_LEVEL),
	};

	console_look_at_terminal(&options);
	options.shares_live_line = options.shows_live_line && member_channel_is_given();
	options.shows_live_line =
		options.shows_live_line && !is_quiet && !options.is_json && !options.shares_live_line;
	if (is_quiet && options.least_level < LOG_WARNING)
		options.least_level = LOG_WARNING;
	options.tick_interval_ms =
		options.shows_live_line ? REDRAW_INTERVAL_MS : SILENCE_CHECK_INTERVAL_MS;
	return console_new(&options, system_clock());
}

static void
log_notes(const struct settings *settings)
{
	size_t count = 0;
	const struct settings_note *notes = settings_notes(settings, &count);

	for (size_t index = 0; index < count; index++)
		log_write(notes[index].is_warning ? LOG_WARNING : LOG_DEBUG, "%s", notes[index].text);
	for (enum setting_key key = 0; key < SETTING_COUNT; key++)
	{
		const char *typo = settings_typo(settings, key);

		if (typo != NULL)
			log_write(LOG_WARNING, "%s is not a setting, and %s is not given: is that one meant?",
			          typo, setting_definition(key)->name);
	}
}

/* What main() makes before the command runs. */
struct program
{
	const char *const *arguments;
	size_t argument_count;
	const struct command_line *line;
	struct settings *settings;
	const struct settings_sources *sources;
	const struct console *console;
};

static bool
run_on_targets(const struct program *program, const struct command_context *context,
               struct failure *failure)
{
	struct targets_request request = {
		.context = context,
		.arguments = program->arguments,
		.argument_count = program->argument_count,
		.secrets = settings_sources_secrets(program->sources),
	};

	if (targets_are_meant(program->line->command, program->settings))
		return targets_run(&request, failure);
	return requirement_check(context, failure) && program->line->command->run(context, failure);
}

static bool
run_command(const struct program *program, struct failure *failure)
{
	const struct command_line *line = program->line;
	struct settings *settings = program->settings;
	cleanup_reporting struct reporting *reporting = NULL;

	if (!reporting_open(line->command, settings, &reporting, failure))
	{
		reporting_end(reporting, failure, false);
		return false;
	}

	struct exposure exposure = {.is_told_by_caller = member_channel_is_given()};
	struct leftover_roles leftover_roles = {0};
	struct application application = {
		.settings = settings,
		.settings_reader = settings_sources_reader(program->sources),
		.bundles = embedded_bundle_source(),
		.database = postgres_database(),
		.clock = system_clock(),
		.cluster = reporting_cluster(reporting),
		.mandate = reporting_mandate(reporting),
		.progress = console_progress(program->console),
		.output = &output_file_operations,
		.tool_version = BUILD_VERSION,
		.pod = pod_identity_pod_name(),
		.started_ms =
			member_channel_run_started_ms(system_clock()->now_ms(system_clock()->context)),
		.exposure = &exposure,
		.leftover_roles = &leftover_roles,
	};
	struct command_context context = {.line = line, .application = &application};

	/* A command that needs no server does not wait: it uses the settings that are given. */
	bool is_ready = !line->command->connects || settings_wait(&application, failure);
	bool is_done = is_ready && run_on_targets(program, &context, failure);

	if (!is_done && pod_identity_is_in_pod())
		failure_hint_for_pod(failure);
	reporting_end(reporting, is_done ? NULL : failure, exposure.is_seen);
	return is_done;
}

int
main(int argument_count, char **arguments)
{
	occupy_closed_streams();
	keep_memory_private();

	cleanup_command_line struct command_line line = {0};
	cleanup_settings struct settings *settings = settings_new();
	struct failure failure = {.kind = FAILURE_NONE};

	cleanup_config_reader struct config_reader *config_reader = config_reader_new(system_clock());
	cleanup_(settings_sources_cleanup) struct settings_sources *sources =
		settings_sources_new(config_reader_source(config_reader), member_channel_is_given());
	bool is_understood =
		stop_signal_install(&failure) &&
		command_line_parse(&line, (const char *const *)arguments + 1,
	                       argument_count > 0 ? (size_t)argument_count - 1 : 0, settings, &failure);

	struct secret_use secret_use = {.line = &line, .bundles = embedded_bundle_source()};
	struct secret_chooser secret_chooser = secret_use_chooser(&secret_use);

	if (is_understood && line.command->reads_settings)
	{
		settings_sources_read(sources, settings);
		command_line_take_bundles(&line, settings);
		settings_sources_set_chooser(sources, &secret_chooser);
		settings_sources_forget_unused(sources, settings);
	}
	else
		settings_sources_forget_all(sources);

	cleanup_console struct console *console = open_console(settings);

	log_install(console_log_sink(console));
	log_notes(settings);
	struct program program = {
		.arguments = (const char *const *)arguments,
		.argument_count = argument_count > 0 ? (size_t)argument_count : 0,
		.line = &line,
		.settings = settings,
		.sources = sources,
		.console = console,
	};

	if (is_understood && run_command(&program, &failure))
		return FAILURE_NONE;
	if (!is_understood)
		reporting_end(NULL, &failure, false);
	console_progress(console)->finish(console_progress(console)->context);
	/* A command that fails without a reason must not look like a success. */
	if (failure.kind == FAILURE_NONE)
		(void)fail(&failure, FAILURE_BUG, "\"%s\" failed and did not say why",
		           line.command != NULL ? line.command->name : "noetl-schema");
	log_failure(LOG_ERROR, &failure);
	return (int)failure.kind;
}
