#ifndef COMMAND_H
#define COMMAND_H

/*
 * The commands of the program, one row each; parser, help, documentation and
 * man page read the table.
 */

#include <stdbool.h>
#include <stddef.h>

#include "app/application.h"
#include "base/failure.h"
#include "domain/run_phase.h"
#include "option.h"

struct command_line;

/* The arguments of commands that work on bundles. */
#define COMMAND_BUNDLES "[BUNDLE...]"

struct command_context
{
	const struct command_line *line;
	const struct application *application;
};

struct command
{
	const char *name;
	const char *arguments; /* as usage shows them: "[BUNDLE...]", or empty */
	size_t greatest_argument_count;
	bool takes_bundles;          /* the arguments are names of bundles */
	unsigned int options;        /* bits of enum option */
	unsigned int setting_groups; /* whose flags it takes */
	/* Settings of those groups that no run of it reads; ends with SETTING_COUNT. Or NULL. */
	const enum setting_key *unread;
	bool reads_settings; /* else it works even with malformed ones */
	bool connects;       /* to a database: host and passwords are required */
	/* Works on all targets of a file, unless one is meant, and is in this phase then; or PHASE_NONE. */
	enum run_phase targets_phase;
	bool writes_sql; /* NOETL_OUTPUT may be sql */
	bool provisions; /* with --ensure-role: the administrator is required as well */
	const char *summary;
	const char *description; /* paragraphs, separated by empty lines */
	/* Prints to standard output, logs through base/log.h. */
	bool (*run)(const struct command_context *context, struct failure *failure);
};

/* In the order of help; count is written always. */
const struct command *commands(size_t *count);

/* NULL if there is none. */
const struct command *command_find(const char *name);

/*
 * Whether help lists a setting for a command. The command accepts the flags of unread settings
 * anyway, so that one list of arguments works for several commands.
 */
bool command_reads_setting(const struct command *command, enum setting_key key);

bool command_apply(const struct command_context *context, struct failure *failure);
bool command_config(const struct command_context *context, struct failure *failure);
bool command_ddl(const struct command_context *context, struct failure *failure);
bool command_erd(const struct command_context *context, struct failure *failure);
bool command_export(const struct command_context *context, struct failure *failure);
bool command_help(const struct command_context *context, struct failure *failure);
bool command_init(const struct command_context *context, struct failure *failure);
bool command_partitions(const struct command_context *context, struct failure *failure);
bool command_plan(const struct command_context *context, struct failure *failure);
bool command_reset(const struct command_context *context, struct failure *failure);
bool command_status(const struct command_context *context, struct failure *failure);
bool command_verify(const struct command_context *context, struct failure *failure);
bool command_version(const struct command_context *context, struct failure *failure);
bool command_wait(const struct command_context *context, struct failure *failure);

#endif
