#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/settings_state.h"
#include "domain/settings_strength.h"
#include "domain/settings_value.h"

enum
{
	LIST_PARTS = 1000 /* more places than a person reads settings from */
};

static void
setting_value_fill(const struct setting_definition *definition, struct setting_value *value)
{
	if (!settings_value_parse(definition, value->text, &value->number, &value->problem))
		return;
	if (definition->type == SETTING_TYPE_CHOICE)
	{
		/* Code that compares the value needs to know one spelling only. */
		free(value->text);
		value->text = settings_value_choice(definition, value->number);
	}
}

/* True for the settings that say where other settings are read from. */
static bool
is_list_of_sources(const struct setting_definition *definition)
{
	return definition->type == SETTING_TYPE_PATHS || definition->type == SETTING_TYPE_OBJECTS;
}

/* What stands between the offers of one rank; NUL for a setting that takes the last of them. */
static char
list_divider(const struct setting_definition *definition)
{
	if (is_list_of_sources(definition))
		return ':';
	return definition->type == SETTING_TYPE_ALLOWANCES ? ',' : '\0';
}

static bool
says_where_settings_are(const struct setting_definition *definition)
{
	return is_list_of_sources(definition) || definition->group == SETTING_GROUP_TARGET;
}

/* "tcp://10.96.0.7:5432" or "udp://[fd00::7]:5432": an address, which contains no password. */
static bool
is_service_link(const char *value)
{
	static const char address_characters[] = "0123456789abcdef.:[]";
	bool has_scheme = strncmp(value, "tcp://", 6) == 0 || strncmp(value, "udp://", 6) == 0;

	return has_scheme && value[6 + strspn(value + 6, address_characters)] == '\0';
}

/* Notes why an offer is ignored, if it is, whatever value there is already. */
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
	return false;
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

/*
 * Neither authority is weaker, but a person who changed one of them needs to know which one
 * counts.
 */
static void
settings_note_outranked_authority(struct settings *settings, const struct setting_offer *offer,
                                  const char *origin)
{
	const struct setting_value *current = &settings->values[offer->key];

	if (offer->key == SETTING_PGSSLROOTCERT && strcmp(current->text, offer->value) != 0)
		settings_add_note(settings, true, "%s (%s) is ignored: another authority is trusted (%s)",
		                  setting_definition(offer->key)->name, origin, current->origin);
}

/*
 * True if an offer of a source that may not weaken is left out. The better rank or the greater
 * strength is taken; an offer that weakens the demand is a problem.
 */
static bool
settings_refuses(struct settings *settings, const struct setting_offer *offer, const char *origin)
{
	const struct setting_definition *definition = setting_definition(offer->key);
	bool is_outranked = settings->values[offer->key].source < offer->source;
	struct setting_offer parsed = *offer;
	cleanup_memory char *malformed = NULL;

	if (!settings_value_parse(definition, offer->value, &parsed.number, &malformed))
		return is_outranked;

	cleanup_memory char *problem = settings_strength_problem(settings, &parsed);

	if (problem != NULL)
		settings_add_problem(settings, "%s (%s): %s", definition->name, origin, problem);
	else if (is_outranked)
		settings_note_outranked_authority(settings, offer, origin);
	return problem != NULL || (is_outranked && !settings_strength_is_raised(settings, &parsed));
}

static size_t
count_parts(const char *list)
{
	size_t count = 1;

	for (; *list != '\0'; list++)
		count += *list == ':';
	return count;
}

static void
settings_take(struct settings *settings, const struct setting_offer *offer, const char *origin)
{
	const struct setting_definition *definition = setting_definition(offer->key);
	struct setting_value *current = &settings->values[offer->key];
	char divider = list_divider(definition);
	bool is_joined = divider != '\0' && current->source == offer->source;
	char *text = is_joined ? memory_format("%s%c%s", current->text, divider, offer->value)
	                       : memory_copy_text(offer->value);

	if (is_list_of_sources(definition) && count_parts(text) > LIST_PARTS)
	{
		settings_add_problem(settings, "%s (%s) lists more than %d places", definition->name,
		                     origin, LIST_PARTS);
		free(text);
		return;
	}

	struct setting_demand *demand = take(current->demand);

	setting_value_clear(current);
	current->demand = demand;
	current->text = text;
	current->origin = memory_copy_text(origin);
	current->source = offer->source;
	setting_value_fill(definition, current);
	if (current->problem == NULL)
		settings_note_white_space(settings, definition, origin, offer->value);
}

void
settings_offer(struct settings *settings, enum setting_key key, enum setting_source source,
               const char *origin, const char *value)
{
	struct setting_offer offer = {.key = key, .source = source, .value = value};
	bool is_compared = settings_strength_is_compared(key);
	bool is_trusted = settings_source_is_trusted(source);

	if (settings_passes_over(settings, setting_definition(key), source, origin, value))
		return;
	if (is_compared && !is_trusted && source != SETTING_FROM_DEFAULT)
	{
		if (settings_refuses(settings, &offer, origin))
			return;
	}
	else if (settings->values[key].source < source)
		return;
	settings_take(settings, &offer, origin);
	if (is_compared && is_trusted)
		settings_strength_demand(settings, key);
}
