#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/settings.h"
#include "domain/settings_table.h"

struct readable_unit
{
	const char *name;
	int64_t factor_ms;
};

static const struct readable_unit readable_units[] = {
	{"d", INT64_C(86400000)}, {"h", INT64_C(3600000)}, {"min", INT64_C(60000)},
	{"s", INT64_C(1000)},     {"ms", INT64_C(1)},
};

static const char *const source_names[] = {
	[SETTING_FROM_TARGET] = "target",
	[SETTING_FROM_TARGET_DEFAULTS] = "target defaults",
	[SETTING_FROM_FLAG] = "flag",
	[SETTING_FROM_ENVIRONMENT] = "environment",
	[SETTING_FROM_DIRECTORY] = "directory",
	[SETTING_FROM_MANIFEST] = "manifest",
	[SETTING_FROM_CLUSTER] = "cluster",
	[SETTING_FROM_LIBPQ] = "libpq",
	[SETTING_FROM_GIVEN_URL] = "libpq",
	[SETTING_FROM_DEFAULT] = "default",
	[SETTING_UNSET] = "unset",
};

const struct setting_definition *
setting_definition(enum setting_key key)
{
	return &settings_table[key];
}

const struct setting_definition *
setting_definition_by_name(const char *name)
{
	for (size_t index = 0; index < SETTING_COUNT; index++)
	{
		if (strcmp(settings_table[index].name, name) == 0)
			return &settings_table[index];
	}
	return NULL;
}

const struct setting_definition *
setting_definition_by_flag(const char *flag)
{
	for (size_t index = 0; index < SETTING_COUNT; index++)
	{
		if (settings_table[index].flag != NULL && strcmp(settings_table[index].flag, flag) == 0)
			return &settings_table[index];
	}
	return NULL;
}

const char *
setting_source_name(enum setting_source source)
{
	return source_names[source];
}

static void
append_duration(struct text *text, int64_t duration_ms)
{
	size_t unit = 0;

	if (duration_ms == 0)
	{
		text_append(text, "0");
		return;
	}
	while (duration_ms % readable_units[unit].factor_ms != 0)
		unit++;
	text_append_format(text, "%lld %s", (long long)(duration_ms / readable_units[unit].factor_ms),
	                   readable_units[unit].name);
}

/* Writes "a|b|c" as "a, b or c". */
static void
append_choices(struct text *text, const char *choices)
{
	for (const char *choice = choices;;)
	{
		size_t length = strcspn(choice, "|");
		const char *next = choice + length + 1;

		text_append_bytes(text, choice, length);
		if (choice[length] == '\0')
			return;
		text_append(text, strchr(next, '|') != NULL ? ", " : " or ");
		choice = next;
	}
}

static void
append_allowed_duration(struct text *text, const struct setting_definition *definition)
{
	text_append(text, "a duration from ");
	append_duration(text, definition->least);
	text_append(text, " to ");
	append_duration(text, definition->greatest);
	text_append(text, ", written as 90s or 90, 5min, 2h or 1500ms");
}

static const char *const type_allows[] = {
	[SETTING_TYPE_TEXT] = "any text",
	[SETTING_TYPE_FLAG] = "true or false",
	[SETTING_TYPE_IDENTIFIER] = "a name of at most 63 bytes, PostgreSQL's limit, and no connection "
								"string",
	[SETTING_TYPE_HOST] = "a host name or address without port, user or white space, a "
						  "comma-separated list of them, or a socket's folder; a URI goes into "
						  "DATABASE_URL",
	[SETTING_TYPE_PORT] = "a port from 1 to 65535, or a comma-separated list of ports",
	[SETTING_TYPE_URI] = "a URI such as postgresql://user:password@host:5432/database",
	[SETTING_TYPE_PATHS] = "a path, or several separated by colons",
	[SETTING_TYPE_OBJECTS] =
		"NAMESPACE/NAME of a ConfigMap or NAMESPACE/secret/NAME of a Secret, or "
		"several separated by colons",
	[SETTING_TYPE_ALLOWANCES] =
		"KIND:NAME as the refusal prints it, for instance column:shop.item.price, or everything; "
		"several separated by commas",
	[SETTING_TYPE_SCHEMAS] = "* alone, or names of schemas separated by commas, each of at most 63 "
							 "bytes, in double quotes where it has a comma",
	[SETTING_TYPE_SOURCE_NAME] =
		"a name of letters, digits, \"_\", \".\" and \"-\", of at most 63 bytes, that begins with "
		"a letter, a digit or \"_\"",
	[SETTING_TYPE_AUTHENTICATION] =
		"scram-sha-256, md5, password or none, several separated by commas, or "
		"those to exclude with a \"!\" before each",
};

char *
setting_allowed(const struct setting_definition *definition)
{
	cleanup_text struct text allowed = TEXT_EMPTY;

	if (definition->type == SETTING_TYPE_DURATION)
		append_allowed_duration(&allowed, definition);
	else if (definition->type == SETTING_TYPE_CHOICE)
		append_choices(&allowed, definition->choices);
	else if (definition->type == SETTING_TYPE_INTEGER)
		text_append_format(&allowed, "a whole number from %lld to %lld",
		                   (long long)definition->least, (long long)definition->greatest);
	else
		text_append(&allowed, type_allows[definition->type]);
	return text_steal(&allowed);
}
