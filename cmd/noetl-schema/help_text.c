#include "help_text.h"

#include <string.h>

#include "base/cleanup.h"

enum
{
	COLUMNS = 80,
	HELP_COLUMN = 30 /* where explanations begin */
};

static const struct help_group groups[] = {
	{SETTING_GROUP_RUN, "What to do"},
	{SETTING_GROUP_SERVER, "Server and administrator"},
	{SETTING_GROUP_NAMES, "Databases, schemas and their owners"},
	{SETTING_GROUP_FILE, "Files"},
	{SETTING_GROUP_SERVICES, "Roles of the services"},
	{SETTING_GROUP_TIME, "Times"},
	{SETTING_GROUP_SOURCES, "Where settings are read from"},
	{SETTING_GROUP_TARGET, "Targets"},
	{SETTING_GROUP_FLEET, "Work on many targets"},
	{SETTING_GROUP_CLUSTER, "Kubernetes"},
	{SETTING_GROUP_OUTPUT, "Output"},
	{SETTING_GROUP_LOG, "Log"},
	{0, NULL},
};

static const enum failure_kind failure_kinds[] = {
	FAILURE_USAGE,     FAILURE_SETTINGS,    FAILURE_DENIED,    FAILURE_DDL,
	FAILURE_DRIFT,     FAILURE_DESTRUCTIVE, FAILURE_UNWANTED,  FAILURE_UNREACHABLE,
	FAILURE_LOCK_BUSY, FAILURE_INTERRUPTED, FAILURE_TRANSIENT, FAILURE_BUG,
	FAILURE_NONE,
};

const struct help_group *
help_groups(void)
{
	return groups;
}

const enum failure_kind *
help_failure_kinds(void)
{
	return failure_kinds;
}

/* How lines are broken: they begin at indent, and the first one goes on at column. */
struct wrapping
{
	size_t columns;
	size_t indent;
	size_t column;
};

static void
append_wrapped(struct text *text, const char *paragraph, struct wrapping wrapping)
{
	const char *word = paragraph;
	size_t indent = wrapping.indent;
	size_t column = wrapping.column;

	while (*word != '\0')
	{
		size_t length = strcspn(word, " \n");

		if (column > indent && column + 1 + length > wrapping.columns)
		{
			text_append_format(text, "\n%*s", (int)indent, "");
			column = indent;
		}
		else if (column > indent)
		{
			text_append_char(text, ' ');
			column++;
		}
		text_append_bytes(text, word, length);
		column += length;
		word += length;
		if (word[0] == '\n' && word[1] == '\n')
		{
			text_append_format(text, "\n\n%*s", (int)indent, "");
			column = indent;
		}
		word += strspn(word, " \n");
	}
	text_append_char(text, '\n');
}

void
help_append_paragraphs(struct text *text, const char *paragraphs, size_t columns)
{
	append_wrapped(text, paragraphs, (struct wrapping){.columns = columns});
}

/* "  label      explanation", the explanation below if the label is long. */
static void
append_text_entry(struct text *text, const char *label, const char *explanation)
{
	size_t label_end = 2 + strlen(label);

	text_append_format(text, "  %s", label);
	if (label_end + 2 > HELP_COLUMN)
		text_append_format(text, "\n%*s", HELP_COLUMN, "");
	else
		text_append_format(text, "%*s", (int)(HELP_COLUMN - label_end), "");
	append_wrapped(text, explanation, (struct wrapping){COLUMNS, HELP_COLUMN, HELP_COLUMN});
}

static void
append_label(struct text *label, char letter, const char *name, const char *placeholder)
{
	if (letter != '\0')
		text_append_format(label, "-%c, ", letter);
	else
		text_append(label, "    ");
	text_append_format(label, "--%s", name);
	if (placeholder != NULL)
		text_append_format(label, " %s", placeholder);
}

static void
append_text_option(struct text *text, const struct option_definition *option)
{
	cleanup_text struct text label = TEXT_EMPTY;

	append_label(&label, option->letter, option->name, option->placeholder);
	append_text_entry(text, text_bytes(&label), option->help);
}

static void
append_text_setting(struct text *text, const struct setting_definition *definition)
{
	cleanup_text struct text label = TEXT_EMPTY;
	cleanup_text struct text explanation = TEXT_EMPTY;

	if (definition->flag == NULL)
		text_append_format(&label, "    %s", definition->name);
	else
		append_label(&label, option_setting_letter(definition->key), definition->flag,
		             option_setting_placeholder(definition));
	text_append(&explanation, definition->help);
	if (definition->by_default != NULL && definition->type != SETTING_TYPE_FLAG)
		text_append_format(&explanation, " (default %s)", definition->by_default);
	if (definition->flag != NULL)
		text_append_format(&explanation, " [%s]", definition->name);
	append_text_entry(text, text_bytes(&label), text_bytes(&explanation));
}

/* Nothing where the command reads none of them. */
static void
append_group(struct text *text, const struct help_group *group, const struct command *command)
{
	bool has_heading = false;

	for (enum setting_key key = 0; key < SETTING_COUNT; key++)
	{
		if (setting_definition(key)->group != group->group || !command_reads_setting(command, key))
			continue;
		if (!has_heading)
			text_append_format(text, "\n%s:\n", group->heading);
		has_heading = true;
		append_text_setting(text, setting_definition(key));
	}
}

void
help_append_synopsis(struct text *text, const struct command *command)
{
	text_append_format(text, "noetl-schema %s", command->name);
	if (command->arguments[0] != '\0')
		text_append_format(text, " %s", command->arguments);
	if (command->options != 0 || command->setting_groups != 0)
		text_append(text, " [OPTION...]");
}

void
help_append_command(struct text *text, const struct command *command)
{
	text_append(text, "Usage: ");
	help_append_synopsis(text, command);
	text_append(text, "\n\n");
	help_append_paragraphs(text, command->description, COLUMNS);
	if (command->options != 0)
		text_append(text, "\nOptions:\n");
	for (size_t index = 0; index < OPTION_COUNT; index++)
	{
		if ((command->options & 1U << index) != 0)
			append_text_option(text, &option_definitions()[index]);
	}
	for (const struct help_group *group = groups; group->heading != NULL; group++)
		append_group(text, group, command);
}

static void
append_text_exit_statuses(struct text *text)
{
	text_append(text, "\nExit status:\n");
	append_text_entry(text, "0", failure_kind_meaning(FAILURE_NONE));
	for (const enum failure_kind *kind = failure_kinds; *kind != FAILURE_NONE; kind++)
	{
		cleanup_text struct text label = TEXT_EMPTY;
		cleanup_text struct text meaning = TEXT_EMPTY;

		text_append_format(&label, "%d", (int)*kind);
		text_append_format(&meaning, "%s%s", failure_kind_meaning(*kind),
		                   failure_kind_is_retryable(*kind) ? "; trying again may help" : "");
		append_text_entry(text, text_bytes(&label), text_bytes(&meaning));
	}
}

void
help_append_overview(struct text *text)
{
	size_t count = 0;
	const struct command *table = commands(&count);

	text_append(text,
	            "noetl-schema applies NoETL's PostgreSQL schemas, and exits.\n\n"
	            "Usage: noetl-schema COMMAND [OPTION...]\n"
	            "       noetl db apply-schema [OPTION...]    the same as apply\n\nCommands:\n");
	for (size_t index = 0; index < count; index++)
	{
		cleanup_text struct text label = TEXT_EMPTY;

		text_append_format(&label, "%s %s", table[index].name, table[index].arguments);
		append_text_entry(text, text_bytes(&label), table[index].summary);
	}
	append_text_exit_statuses(text);
	text_append_char(text, '\n');
	help_append_paragraphs(
		text,
		"Settings come from flags, then the environment, then mounted directories "
		"(--config-dir), then ConfigMap and Secret manifests (--config), then the Kubernetes API "
		"(--config-from), then DATABASE_URL and PG*, then defaults. "
		"\"noetl-schema help COMMAND\" lists those of a command, \"noetl-schema config\" "
		"shows what they are and where they come from.",
		COLUMNS);
}
