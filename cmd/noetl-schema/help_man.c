#include <string.h>

#include "base/cleanup.h"
#include "build_version.h"
#include "help_man_entries.h"
#include "help_prose.h"
#include "help_reference.h"
#include "help_text.h"

/* Text as roff reads it (man(7)): no word is a request, no hyphen breaks a copied option. */
static void
append_roff(struct text *text, const char *content)
{
	bool begins_line = true;

	for (const char *byte = content; *byte != '\0'; byte++)
	{
		if (begins_line && (*byte == '.' || *byte == '\''))
			text_append(text, "\\&");
		if (*byte == '\n' && byte[1] == '\n')
		{
			text_append(text, "\n.PP\n");
			byte++;
			begins_line = true;
			continue;
		}
		if (*byte == '-')
			text_append(text, "\\-");
		else if (*byte == '\\')
			text_append(text, "\\e");
		else
			text_append_char(text, *byte);
		begins_line = *byte == '\n';
	}
	text_append_char(text, '\n');
}

/* A tagged paragraph. */
static void
append_man_entry(struct text *text, const char *tag, const char *explanation)
{
	text_append(text, ".TP\n\\fB");
	append_roff(text, tag);
	/* The tag's own line feed ended it: take the font back with the next line. */
	text->length_bytes--;
	text_append(text, "\\fR\n");
	append_roff(text, explanation);
}

static void
append_man_option(struct text *text, const struct option_definition *option)
{
	cleanup_text struct text tag = TEXT_EMPTY;

	if (option->letter != '\0')
		text_append_format(&tag, "-%c, ", option->letter);
	text_append_format(&tag, "--%s", option->name);
	if (option->placeholder != NULL)
		text_append_format(&tag, " %s", option->placeholder);
	append_man_entry(text, text_bytes(&tag), option->help);
}

static void
append_man_commands(struct text *text)
{
	size_t count = 0;
	const struct command *table = commands(&count);

	text_append(text, ".SH COMMANDS\n");
	for (size_t index = 0; index < count; index++)
	{
		cleanup_text struct text synopsis = TEXT_EMPTY;

		help_append_synopsis(&synopsis, &table[index]);
		text_append_format(text, ".SS %s\n", table[index].name);
		append_roff(text, text_bytes(&synopsis));
		text_append(text, ".PP\n");
		append_roff(text, table[index].description);
		for (size_t option = 0; option < OPTION_COUNT; option++)
		{
			if ((table[index].options & 1U << option) != 0)
				append_man_option(text, &option_definitions()[option]);
		}
	}
}

static void
append_man_setting(struct text *text, const struct setting_definition *definition)
{
	cleanup_text struct text tag = TEXT_EMPTY;
	cleanup_text struct text explanation = TEXT_EMPTY;
	cleanup_memory char *allowed = setting_allowed(definition);

	text_append(&tag, definition->name);
	if (definition->flag != NULL)
		text_append_format(&tag, ", --%s", definition->flag);
	if (definition->flag != NULL && option_setting_placeholder(definition) != NULL)
		text_append_format(&tag, " %s", option_setting_placeholder(definition));
	text_append_format(&explanation, "%s. Allowed: %s.", definition->help, allowed);
	if (definition->by_default != NULL)
		text_append_format(&explanation, " Default: %s.", definition->by_default);
	append_man_entry(text, text_bytes(&tag), text_bytes(&explanation));
}

static void
append_man_settings(struct text *text)
{
	text_append(text, ".SH SETTINGS\n");
	for (const struct help_group *group = help_groups(); group->heading != NULL; group++)
	{
		text_append_format(text, ".SS %s\n", group->heading);
		for (enum setting_key key = 0; key < SETTING_COUNT; key++)
		{
			if (setting_definition(key)->group == group->group)
				append_man_setting(text, setting_definition(key));
		}
	}
}

static void
append_man_exit_statuses(struct text *text)
{
	text_append(text, ".SH EXIT STATUS\n");
	append_man_entry(text, "0", failure_kind_meaning(FAILURE_NONE));
	for (const enum failure_kind *kind = help_failure_kinds(); *kind != FAILURE_NONE; kind++)
	{
		cleanup_text struct text tag = TEXT_EMPTY;
		cleanup_text struct text meaning = TEXT_EMPTY;

		text_append_format(&tag, "%d", (int)*kind);
		text_append_format(&meaning, "%s%s", failure_kind_meaning(*kind),
		                   failure_kind_is_retryable(*kind) ? "; trying again may help" : "");
		append_man_entry(text, text_bytes(&tag), text_bytes(&meaning));
	}
}

static void
append_man_entries(struct text *text, const struct help_man_entry *entry)
{
	for (; entry->tag != NULL; entry++)
		append_man_entry(text, entry->tag, entry->explanation);
}

static void
append_environment(struct text *text)
{
	text_append(text, ".SH ENVIRONMENT\n");
	append_roff(text, "Every setting is read from the variable of its name, NOETL_PASSWORD for "
	                  "example: see SETTINGS. Besides:");
	append_man_entries(text, help_man_variables());
}

/* Lines of shell as they stand (man(7), .EX). */
static void
append_examples(struct text *text)
{
	text_append(text, ".SH EXAMPLES\n");
	for (const struct help_man_example *each = help_man_examples(); each->purpose != NULL; each++)
	{
		text_append(text, ".PP\n");
		append_roff(text, each->purpose);
		text_append(text, ".PP\n.in +4n\n.EX\n");
		append_roff(text, each->lines);
		text_append(text, ".EE\n.in\n");
	}
}

/* The pages that the program's own are about; the rest is in the source tree. */
static void
append_see_also(struct text *text)
{
	text_append(text, ".SH SEE ALSO\n.BR psql (1),\n.BR pg_dump (1),\n.BR kubectl (1)\n.PP\n");
	append_roff(
		text, "https://github.com/noetl/noetl-schema/tree/main/docs has pages about provisioning, "
			  "locking, targets, authentication, security and troubleshooting.");
}

void
help_append_man(struct text *text)
{
	text_append(text, ".TH NOETL\\-SCHEMA 1 \"\" \"noetl\\-schema " BUILD_VERSION "\" \"\"\n"
	                  ".SH NAME\nnoetl\\-schema \\- applies NoETL's PostgreSQL schemas, and exits\n"
	                  ".SH SYNOPSIS\n.B noetl\\-schema\n\\fICOMMAND\\fR [\\fIOPTION\\fR...]\n.br\n"
	                  ".B noetl db apply\\-schema\n[\\fIOPTION\\fR...]\n");
	append_man_commands(text);
	append_man_settings(text);
	append_man_exit_statuses(text);
	for (const struct help_section *section = help_sections(); section->heading != NULL; section++)
	{
		text_append_format(text, ".SH \"%s\"\n", section->heading);
		append_roff(text, section->paragraphs);
	}
	append_environment(text);
	text_append(text, ".SH FILES\n");
	append_man_entries(text, help_man_files());
	append_examples(text);
	append_see_also(text);
}
