#ifndef COMMAND_LINE_H
#define COMMAND_LINE_H

/*
 * The command line as given.
 *
 * Flags of settings are offered to the settings at once; the rest is here. The
 * texts belong to argv.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/selection.h"
#include "base/failure.h"
#include "command.h"
#include "domain/name_list.h"
#include "domain/settings.h"
#include "option.h"

struct command_line
{
	const struct command *command;
	const char *const *arguments; /* words after the command: bundles, ... */
	size_t argument_count;
	const char **words;       /* all of them, the command's too; owned */
	struct name_list bundles; /* of NOETL_BUNDLES, where arguments are from there */
	const char **files;       /* --file, in order */
	size_t file_count;
	const char *values[OPTION_COUNT]; /* by option_index(): NULL if not given */
};

/*
 * Options may stand anywhere, "--" ends them. "db apply-schema" is "apply", by
 * whatever name the program is called. --help and --version become those
 * commands. FAILURE_USAGE, with the likely word in the hint; what was
 * understood of the settings is offered even then.
 */
bool command_line_parse(struct command_line *line, const char *const *arguments, size_t count,
                        struct settings *settings, struct failure *failure);
/* Takes NOETL_BUNDLES for the arguments, where bundles may be named and nothing is. */
void command_line_take_bundles(struct command_line *line, const struct settings *settings);
/*
 * Whether the command is about files: they are given, or NOETL_NAME says which. In the environment
 * that name says it only where no bundle is named.
 */
bool command_line_means_file(const struct command_line *line, const struct settings *settings);
/* What the command is about. Borrowed from the line. */
struct selection command_line_selection(const struct command_line *line,
                                        const struct settings *settings);
void command_line_free(struct command_line *line);

#define cleanup_command_line __attribute__((cleanup(command_line_free)))

bool command_line_has(const struct command_line *line, enum option option);
/* NULL if not given. */
const char *command_line_value(const struct command_line *line, enum option option);
/* The number was checked when it was parsed. */
int64_t command_line_number(const struct command_line *line, enum option option,
                            int64_t by_default);

#endif
