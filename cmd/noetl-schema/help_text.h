#ifndef HELP_TEXT_H
#define HELP_TEXT_H

/* Help for a terminal of 80 columns, made of the tables of commands, options and settings. */

#include "base/text.h"
#include "command.h"

void help_append_overview(struct text *text);
void help_append_command(struct text *text, const struct command *command);

/* "noetl-schema apply [BUNDLE...] [OPTION...]", for every form of help. */
void help_append_synopsis(struct text *text, const struct command *command);

/* Paragraphs that are separated by empty lines, in lines of that many columns. */
void help_append_paragraphs(struct text *text, const char *paragraphs, size_t columns);

/* Groups of settings in the order of help, with their headings; ends with a heading of NULL. */
struct help_group
{
	enum setting_group group;
	const char *heading;
};

const struct help_group *help_groups(void);

/* All kinds of failure, in the order of their numbers; ends with FAILURE_NONE. */
const enum failure_kind *help_failure_kinds(void);

#endif
