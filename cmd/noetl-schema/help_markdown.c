#include "base/cleanup.h"
#include "help_prose.h"
#include "help_reference.h"
#include "help_text.h"

enum
{
	COLUMNS = 120
};

/* In a cell of a table. */
static void
append_cell(struct text *text, const char *content)
{
	for (const char *byte = content; *byte != '\0'; byte++)
	{
		if (*byte == '|')
			text_append_char(text, '\\');
		text_append_char(text, *byte);
	}
}

static void
append_options(struct text *text, const struct command *command)
{
	if (command->options == 0)
		return;
	text_append_char(text, '\n');
	for (size_t index = 0; index < OPTION_COUNT; index++)
	{
		const struct option_definition *option = &option_definitions()[index];

		if ((command->options & 1U << index) == 0)
			continue;
		text_append_format(text, "* `--%s%s%s`: %s\n", option->name,
		                   option->placeholder != NULL ? " " : "",
		                   option->placeholder != NULL ? option->placeholder : "", option->help);
	}
}

static bool
reads_any(const struct command *command, const struct help_group *group)
{
	for (enum setting_key key = 0; key < SETTING_COUNT; key++)
	{
		if (setting_definition(key)->group == group->group && command_reads_setting(command, key))
			return true;
	}
	return false;
}

static const struct help_group *
group_of(const struct setting_definition *definition)
{
	const struct help_group *group = help_groups();

	while (group->group != definition->group)
		group++;
	return group;
}

static void
append_setting_groups(struct text *text, const struct command *command)
{
	const char *separator = "Reads the settings under: ";
	cleanup_text struct text list = TEXT_EMPTY;

	for (const struct help_group *group = help_groups(); group->heading != NULL; group++)
	{
		if (!reads_any(command, group))
			continue;
		text_append_format(&list, "%s%s", separator, group->heading);
		separator = "; ";
	}
	separator = "; of these not ";
	for (enum setting_key key = 0; key < SETTING_COUNT; key++)
	{
		const struct setting_definition *definition = setting_definition(key);

		if (command_reads_setting(command, key) || !reads_any(command, group_of(definition)))
			continue;
		text_append_format(&list, "%s`%s`", separator, definition->name);
		separator = ", ";
	}
	text_append_char(&list, '.');
	text_append_char(text, '\n');
	help_append_paragraphs(text, text_bytes(&list), COLUMNS);
}

static void
append_markdown_commands(struct text *text)
{
	size_t count = 0;
	const struct command *table = commands(&count);

	text_append(text, "\n## Commands\n\n"
	                  "Every command takes `--help`. `db apply-schema` means `apply`, also when "
	                  "the program is called as `noetl`.\n");
	for (size_t index = 0; index < count; index++)
	{
		text_append_format(text, "\n### %s\n\n`", table[index].name);
		help_append_synopsis(text, &table[index]);
		text_append(text, "`\n\n");
		help_append_paragraphs(text, table[index].description, COLUMNS);
		append_options(text, &table[index]);
		append_setting_groups(text, &table[index]);
	}
}

static void
append_markdown_setting(struct text *text, const struct setting_definition *definition)
{
	cleanup_memory char *allowed = setting_allowed(definition);

	text_append_format(text, "| `%s` | ", definition->name);
	if (definition->flag != NULL)
		text_append_format(text, "`--%s`", definition->flag);
	text_append(text, " | ");
	if (definition->by_default != NULL)
		text_append_format(text, "`%s`", definition->by_default);
	text_append(text, " | ");
	append_cell(text, definition->help);
	text_append(text, " | ");
	append_cell(text, allowed);
	text_append(text, definition->is_secret ? "; a secret |\n" : " |\n");
}

static void
append_markdown_settings(struct text *text)
{
	text_append(text, "\n## Settings\n");
	for (const struct help_group *group = help_groups(); group->heading != NULL; group++)
	{
		text_append_format(text,
		                   "\n### %s\n\n"
		                   "| setting | flag | default | what it is | allowed |\n"
		                   "|---|---|---|---|---|\n",
		                   group->heading);
		for (enum setting_key key = 0; key < SETTING_COUNT; key++)
		{
			if (setting_definition(key)->group == group->group)
				append_markdown_setting(text, setting_definition(key));
		}
	}
}

static void
append_markdown_exit_statuses(struct text *text)
{
	text_append(text, "\n## Exit status\n\n| status | meaning | may trying again help? |\n"
	                  "|---|---|---|\n");
	text_append_format(text, "| 0 | %s | |\n", failure_kind_meaning(FAILURE_NONE));
	for (const enum failure_kind *kind = help_failure_kinds(); *kind != FAILURE_NONE; kind++)
		text_append_format(text, "| %d | %s | %s |\n", (int)*kind, failure_kind_meaning(*kind),
		                   failure_kind_is_retryable(*kind) ? "yes" : "no");
}

void
help_append_markdown(struct text *text)
{
	text_append(text, "# Commands and settings\n\n"
	                  "Written by `noetl-schema help --format markdown`; do not edit.\n");
	append_markdown_commands(text);
	append_markdown_settings(text);
	append_markdown_exit_statuses(text);
	for (const struct help_section *section = help_sections(); section->heading != NULL; section++)
	{
		text_append_format(text, "\n## %s\n\n", section->heading);
		help_append_paragraphs(text, section->paragraphs, COLUMNS);
	}
}
