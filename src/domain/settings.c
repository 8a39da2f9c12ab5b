#include "domain/settings.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/settings_table.h"
#include "domain/settings_value.h"

struct setting_value
{
	char *text;
	char *origin;
	char *problem; /* NULL if the text is well-formed */
	char *slip;    /* a key that looks like this one's, and where it stands; or NULL */
	enum setting_source source;
	int64_t number;
};

struct settings
{
	struct setting_value values[SETTING_COUNT];
	char **problems;
	size_t problem_count;
	struct settings_note *notes;
	size_t note_count;
	struct failure *unread; /* NULL: every source was read */
};

static void
setting_value_clear(struct setting_value *value)
{
	memory_wipe_and_free(value->text);
	free(value->origin);
	free(value->problem);
	free(value->slip);
	*value = (struct setting_value){.source = SETTING_UNSET};
}

static void
setting_value_fill(const struct setting_definition *definition, struct setting_value *value)
{
	if (!settings_value_parse(definition, value->text, &value->number, &value->problem))
		return;
	if (definition->type == SETTING_TYPE_CHOICE)
	{
		/* Whoever compares it need not know of other spellings. */
		free(value->text);
		value->text = settings_value_choice(definition, value->number);
	}
}

struct settings *
settings_new(void)
{
	struct settings *settings = memory_allocate(1, sizeof *settings);

	for (size_t key = 0; key < SETTING_COUNT; key++)
	{
		settings->values[key].source = SETTING_UNSET;
		if (settings_table[key].by_default != NULL)
			settings_offer(settings, (enum setting_key)key, SETTING_FROM_DEFAULT, "default",
			               settings_table[key].by_default);
	}
	return settings;
}

static void
settings_forget_remarks(struct settings *settings)
{
	for (size_t index = 0; index < settings->problem_count; index++)
		free(settings->problems[index]);
	for (size_t index = 0; index < settings->note_count; index++)
		free(settings->notes[index].text);
	free(settings->problems);
	free(settings->notes);
	free(settings->unread);
	settings->unread = NULL;
	settings->problems = NULL;
	settings->problem_count = 0;
	settings->notes = NULL;
	settings->note_count = 0;
}

void
settings_free(struct settings *settings)
{
	if (settings == NULL)
		return;
	for (size_t key = 0; key < SETTING_COUNT; key++)
		setting_value_clear(&settings->values[key]);
	settings_forget_remarks(settings);
	free(settings);
}

void
settings_offer_flags_of(struct settings *settings, const struct settings *flags)
{
	for (size_t key = 0; key < SETTING_COUNT; key++)
	{
		const struct setting_value *value = &flags->values[key];

		if (value->source == SETTING_FROM_FLAG)
			settings_offer(settings, (enum setting_key)key, value->source, value->origin,
			               value->text);
	}
}

static bool
setting_value_equals(const struct setting_value *left, const struct setting_value *right)
{
	return left->source == right->source && text_is_same(left->text, right->text) &&
	       text_is_same(left->origin, right->origin) && text_is_same(left->slip, right->slip);
}

void
settings_adopt(struct settings *settings, struct settings *fresh)
{
	for (size_t key = 0; key < SETTING_COUNT; key++)
	{
		if (setting_value_equals(&settings->values[key], &fresh->values[key]))
			continue;
		setting_value_clear(&settings->values[key]);
		settings->values[key] = fresh->values[key];
		fresh->values[key] = (struct setting_value){.source = SETTING_UNSET};
	}
	settings_forget_remarks(settings);
	settings->problems = take(fresh->problems);
	settings->problem_count = fresh->problem_count;
	settings->notes = take(fresh->notes);
	settings->unread = take(fresh->unread);
	settings->note_count = fresh->note_count;
	fresh->problem_count = 0;
	fresh->note_count = 0;
	settings_free(fresh);
}

/* Where other settings are read from. */
static bool
is_list_of_sources(const struct setting_definition *definition)
{
	return definition->type == SETTING_TYPE_PATHS || definition->type == SETTING_TYPE_OBJECTS;
}

static bool
says_where_settings_are(const struct setting_definition *definition)
{
	return is_list_of_sources(definition) || definition->group == SETTING_GROUP_TARGET;
}

/* "tcp://10.96.0.7:5432" or "udp://[fd00::7]:5432": an address, and so nobody's password. */
static bool
is_service_link(const char *value)
{
	static const char address_characters[] = "0123456789abcdef.:[]";
	bool has_scheme = strncmp(value, "tcp://", 6) == 0 || strncmp(value, "udp://", 6) == 0;

	return has_scheme && value[6 + strspn(value + 6, address_characters)] == '\0';
}

/* Says why an offer is passed over, if it is. */
static bool
settings_passes_over(struct settings *settings, const struct setting_definition *definition,
                     enum setting_source source, const char *origin, const char *value)
{
	if (value[0] == '\0')
	{
		settings_add_note(settings, false, "%s (%s) is empty: it counts as not given",
		                  definition->name, origin);
		return true;
	}
	if (definition->type == SETTING_TYPE_PORT && is_service_link(value))
	{
		settings_add_note(settings, false,
		                  "%s (%s) is \"%s\", what Kubernetes sets for a Service of that name: it "
		                  "counts as not given (enableServiceLinks: false keeps it away)",
		                  definition->name, origin, value);
		return true;
	}
	if (says_where_settings_are(definition) && source > SETTING_FROM_ENVIRONMENT)
	{
		settings_add_note(settings, true,
		                  "%s (%s) is ignored: only a flag or the environment can "
		                  "say where settings are read from",
		                  definition->name, origin);
		return true;
	}
	return settings->values[definition->key].source < source;
}

static void
settings_note_white_space(struct settings *settings, const struct setting_definition *definition,
                          const char *origin, const char *value)
{
	if (isspace((unsigned char)value[strlen(value) - 1]) || isspace((unsigned char)value[0]))
		settings_add_note(settings, true,
		                  "%s (%s) begins or ends with white space, which is taken as part of it",
		                  definition->name, origin);
}

void
settings_offer(struct settings *settings, enum setting_key key, enum setting_source source,
               const char *origin, const char *value)
{
	const struct setting_definition *definition = setting_definition(key);
	struct setting_value *current = &settings->values[key];

	if (settings_passes_over(settings, definition, source, origin, value))
		return;

	bool is_joined = is_list_of_sources(definition) && current->source == source;
	char *text = is_joined ? memory_format("%s:%s", current->text, value) : memory_copy_text(value);

	setting_value_clear(current);
	current->text = text;
	current->origin = memory_copy_text(origin);
	current->source = source;
	setting_value_fill(definition, current);
	if (current->problem == NULL)
		settings_note_white_space(settings, definition, origin, value);
}

void
settings_add_problem(struct settings *settings, const char *format, ...)
{
	cleanup_text struct text problem = TEXT_EMPTY;
	va_list arguments;

	va_start(arguments, format);
	text_append_arguments(&problem, format, arguments);
	va_end(arguments);
	for (size_t index = 0; index < settings->problem_count; index++)
	{
		if (strcmp(settings->problems[index], text_bytes(&problem)) == 0)
			return;
	}
	settings->problems =
		memory_resize(settings->problems, settings->problem_count + 1, sizeof *settings->problems);
	settings->problems[settings->problem_count++] = text_steal(&problem);
}

void
settings_set_slip(struct settings *settings, enum setting_key key, const char *slip)
{
	free(settings->values[key].slip);
	settings->values[key].slip = memory_copy_text(slip);
}

const char *
settings_slip(const struct settings *settings, enum setting_key key)
{
	const struct setting_value *value = &settings->values[key];

	return value->source < SETTING_FROM_DEFAULT ? NULL : value->slip;
}

void
settings_set_unread(struct settings *settings, const struct failure *failure)
{
	free(settings->unread);
	settings->unread = memory_allocate(1, sizeof *settings->unread);
	*settings->unread = *failure;
}

bool
settings_are_read(const struct settings *settings)
{
	return settings->unread == NULL;
}

void
settings_add_note(struct settings *settings, bool is_warning, const char *format, ...)
{
	cleanup_text struct text note = TEXT_EMPTY;
	va_list arguments;

	va_start(arguments, format);
	text_append_arguments(&note, format, arguments);
	va_end(arguments);
	settings->notes =
		memory_resize(settings->notes, settings->note_count + 1, sizeof *settings->notes);
	settings->notes[settings->note_count++] =
		(struct settings_note){.is_warning = is_warning, .text = text_steal(&note)};
}

const struct settings_note *
settings_notes(const struct settings *settings, size_t *count)
{
	*count = settings->note_count;
	return settings->notes;
}

/* One problem a line, those of values first, in the order of the table. */
static size_t
settings_list_problems(const struct settings *settings, struct text *list)
{
	size_t count = 0;

	for (size_t key = 0; key < SETTING_COUNT; key++)
	{
		const struct setting_value *value = &settings->values[key];

		if (value->problem == NULL)
			continue;
		text_append_format(list, "%s%s (%s): %s", count > 0 ? "\n" : "", settings_table[key].name,
		                   value->origin, value->problem);
		count++;
	}
	for (size_t index = 0; index < settings->problem_count; index++, count++)
		text_append_format(list, "%s%s", count > 0 ? "\n" : "", settings->problems[index]);
	if (count > 0 && settings->unread != NULL)
	{
		text_append_format(list, "\n%s", settings->unread->message);
		count++;
	}
	return count;
}

bool
settings_check(const struct settings *settings, struct failure *failure)
{
	cleanup_text struct text list = TEXT_EMPTY;
	size_t count = settings_list_problems(settings, &list);

	if (count == 0 && settings->unread != NULL)
		*failure = *settings->unread;
	if (count == 0)
		return settings->unread == NULL;
	if (count == 1)
		return fail(failure, FAILURE_SETTINGS, "%s", text_bytes(&list));
	(void)fail(failure, FAILURE_SETTINGS, "%zu settings are missing or malformed", count);
	(void)snprintf(failure->detail, sizeof failure->detail, "%s", text_bytes(&list));
	return false;
}

const char *
settings_text(const struct settings *settings, enum setting_key key)
{
	const struct setting_value *value = &settings->values[key];

	return value->problem != NULL ? settings_table[key].by_default : value->text;
}

int64_t
settings_integer(const struct settings *settings, enum setting_key key)
{
	const struct setting_value *value = &settings->values[key];
	const struct setting_definition *definition = setting_definition(key);

	if (value->problem == NULL || definition->by_default == NULL)
		return value->number;

	/* A default is well-formed: a test proves it. */
	int64_t number = 0;
	cleanup_memory char *problem = NULL;

	(void)settings_value_parse(definition, definition->by_default, &number, &problem);
	return number;
}

bool
settings_flag(const struct settings *settings, enum setting_key key)
{
	return settings_integer(settings, key) != 0;
}

enum setting_source
settings_source(const struct settings *settings, enum setting_key key)
{
	return settings->values[key].source;
}

const char *
settings_origin(const struct settings *settings, enum setting_key key)
{
	return settings->values[key].origin;
}

bool
settings_is_given(const struct settings *settings, enum setting_key key)
{
	return settings->values[key].source < SETTING_FROM_DEFAULT &&
	       settings->values[key].problem == NULL;
}

const struct setting_definition *
settings_service_password_definition(const char *service)
{
	cleanup_memory char *name = memory_format("%s_PASSWORD", service);

	for (char *byte = name; *byte != '\0'; byte++)
		*byte = (char)toupper((unsigned char)*byte);
	return setting_definition_by_name(name);
}

const char *
settings_service_password(const struct settings *settings, const char *service)
{
	const struct setting_definition *definition = settings_service_password_definition(service);

	return definition != NULL ? settings_text(settings, definition->key) : NULL;
}
