#include "option.h"

#include <string.h>

#include "base/count_of.h"

static const struct option_definition definitions[OPTION_COUNT] = {
	{OPTION_FILE, "file", 'f', "FILE", NULL, 0, 0,
     "file of DDL, or folder of *.sql, in place of a bundle or beside those that are named; \"-\" is "
     "standard input; may be repeated"},
	{OPTION_FOR, "for", '\0', "database|schema", "database|schema", 0, 0,
     "what to wait for: a login that works, or the schema in this program's version (default schema)"},
	{OPTION_ANY, "any", '\0', NULL, NULL, 0, 0, "accept any recorded version of the schema"},
	{OPTION_ID, "id", '\0', "ID", NULL, 0, INT64_MAX, "execution whose events are exported"},
	{OPTION_YES, "yes", '\0', NULL, NULL, 0, 0, "confirm: drop everything in the schemas"},
	{OPTION_LIMIT, "limit", '\0', "COUNT", NULL, 1, 10000,
     "number of last runs to show (default 10)"},
	{OPTION_FORMAT, "format", '\0', "text|markdown|man", "text|markdown|man", 0, 0,
     "print the whole reference in this form"},
	{OPTION_HELP, "help", 'h', NULL, NULL, 0, 0, "print this help"},
	{OPTION_VERSION, "version", 'V', NULL, NULL, 0, 0, "print what \"version\" prints"},
	{OPTION_OUTPUT_FILE, "output-file", '\0', "FILE", NULL, 0, 0,
     "file to write (default of export: logs/event_log.json, of erd: standard output); \"-\" is "
     "standard output"},
	{OPTION_LICENSES, "licenses", '\0', NULL, NULL, 0, 0,
     "print the license of the program, and those of the code that is linked into it"},
	{OPTION_CHECK, "check", '\0', NULL, NULL, 0, 0, "exit 6 if there is something to do"},
	{OPTION_DIAGRAM_FORMAT, "format", '\0', "text|mermaid|dot|svg", "text|mermaid|dot|svg", 0, 0,
     "what to write (default text); svg is drawn by Graphviz, whose program dot has to be in the "
     "PATH"},
	{OPTION_DESIRED, "desired", '\0', NULL, NULL, 0, 0,
     "show what the DDL makes, not what is there"},
};

struct setting_letter
{
	enum setting_key key;
	char letter;
};

static const struct setting_letter setting_letters[] = {
	{SETTING_QUIET, 'q'},
	{SETTING_OUTPUT, 'o'},
};

/* Where the type says less than the name of a thing. */
static const char *const setting_placeholders[SETTING_COUNT] = {
	[SETTING_PGPASSFILE] = "FILE",
	[SETTING_PGSSLROOTCERT] = "FILE",
	[SETTING_PGSSLCERT] = "FILE",
	[SETTING_PGSSLKEY] = "FILE",
	[SETTING_KUBECONFIG] = "FILE",
	[SETTING_KUBE_CONTEXT] = "NAME",
	[SETTING_STATUS_CONFIG_MAP] = "NAME",
	[SETTING_TARGETS] = "FILE",
	[SETTING_TARGET] = "NAME",
	[SETTING_CONFIG] = "FILE",
	[SETTING_CONFIG_DIR] = "DIRECTORY",
};

static const char *const type_placeholders[] = {
	[SETTING_TYPE_TEXT] = "TEXT",
	[SETTING_TYPE_INTEGER] = "NUMBER",
	[SETTING_TYPE_FLAG] = NULL,
	[SETTING_TYPE_DURATION] = "DURATION",
	[SETTING_TYPE_CHOICE] = NULL,
	[SETTING_TYPE_IDENTIFIER] = "NAME",
	[SETTING_TYPE_HOST] = "HOST",
	[SETTING_TYPE_PORT] = "PORT",
	[SETTING_TYPE_URI] = "URI",
	[SETTING_TYPE_PATHS] = "PATH",
	[SETTING_TYPE_OBJECTS] = "NAMESPACE/NAME",
	[SETTING_TYPE_ALLOWANCES] = "KIND:NAME",
	[SETTING_TYPE_SCHEMAS] = "SCHEMAS",
	[SETTING_TYPE_AUTHENTICATION] = "METHODS",
	[SETTING_TYPE_SOURCE_NAME] = "NAME",
};

const struct option_definition *
option_definitions(void)
{
	return definitions;
}

size_t
option_index(enum option option)
{
	return (size_t)__builtin_ctz((unsigned int)option);
}

const struct option_definition *
option_definition(enum option option)
{
	return &definitions[option_index(option)];
}

struct option_match
option_match_name(const char *name)
{
	for (size_t index = 0; index < OPTION_COUNT; index++)
	{
		if (strcmp(definitions[index].name, name) == 0)
			return (struct option_match){.option = &definitions[index]};
	}
	return (struct option_match){.setting = setting_definition_by_flag(name)};
}

bool
option_shares_name(const struct option_definition *option)
{
	for (size_t index = 0; index < OPTION_COUNT; index++)
	{
		if (&definitions[index] != option && strcmp(definitions[index].name, option->name) == 0)
			return true;
	}
	return false;
}

const struct option_definition *
option_of_command(const struct option_definition *option, unsigned int options)
{
	for (size_t index = 0; index < OPTION_COUNT; index++)
	{
		if ((options & 1U << index) != 0 && strcmp(definitions[index].name, option->name) == 0)
			return &definitions[index];
	}
	return NULL;
}

struct option_match
option_match_letter(char letter)
{
	for (size_t index = 0; index < OPTION_COUNT; index++)
	{
		if (definitions[index].letter != '\0' && definitions[index].letter == letter)
			return (struct option_match){.option = &definitions[index]};
	}
	for (size_t index = 0; index < COUNT_OF(setting_letters); index++)
	{
		if (setting_letters[index].letter == letter)
			return (struct option_match){.setting = setting_definition(setting_letters[index].key)};
	}
	return (struct option_match){0};
}

char
option_setting_letter(enum setting_key key)
{
	for (size_t index = 0; index < COUNT_OF(setting_letters); index++)
	{
		if (setting_letters[index].key == key)
			return setting_letters[index].letter;
	}
	return '\0';
}

const char *
option_setting_placeholder(const struct setting_definition *definition)
{
	if (setting_placeholders[definition->key] != NULL)
		return setting_placeholders[definition->key];
	return definition->type == SETTING_TYPE_CHOICE ? definition->choices
	                                               : type_placeholders[definition->type];
}
