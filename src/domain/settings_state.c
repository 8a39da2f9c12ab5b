#include "domain/settings_state.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/settings_table.h"
#include "domain/settings_value.h"

void
setting_demand_free(struct setting_demand *demand)
{
	if (demand == NULL)
		return;
	free(demand->text);
	free(demand->origin);
	free(demand);
}

void
setting_value_clear(struct setting_value *value)
{
	setting_demand_free(value->demand);
	memory_wipe_and_free(value->text);
	free(value->origin);
	free(value->problem);
	free(value->typo);
	free(value->lookalikes);
	*value = (struct setting_value){.source = SETTING_UNSET};
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

void
settings_free(struct settings *settings)
{
	if (settings == NULL)
		return;
	for (size_t key = 0; key < SETTING_COUNT; key++)
		setting_value_clear(&settings->values[key]);
	settings_forget_remarks(settings);
	free(settings->connection_parameters);
	free(settings);
}

void
settings_offer_flags_of(struct settings *settings, const struct settings *flags)
{
	for (size_t key = 0; key < SETTING_COUNT; key++)
	{
		const struct setting_value *value = &flags->values[key];
		const struct setting_demand *demand = value->demand;

		/*
		 * A source that raised the flag's demand is read again, and may be gone: so the demand is
		 * offered.
		 */
		if (demand != NULL && demand->source == SETTING_FROM_FLAG)
			settings_offer(settings, (enum setting_key)key, demand->source, demand->origin,
			               demand->text);
		else if (value->source == SETTING_FROM_FLAG)
			settings_offer(settings, (enum setting_key)key, value->source, value->origin,
			               value->text);
	}
}

static bool
setting_demand_equals(const struct setting_demand *left, const struct setting_demand *right)
{
	if (left == NULL || right == NULL)
		return left == right;
	return left->source == right->source && strcmp(left->text, right->text) == 0 &&
	       strcmp(left->origin, right->origin) == 0;
}

static bool
setting_value_equals(const struct setting_value *left, const struct setting_value *right)
{
	return left->source == right->source && text_is_same(left->text, right->text) &&
	       text_is_same(left->origin, right->origin) && text_is_same(left->typo, right->typo) &&
	       text_is_same(left->lookalikes, right->lookalikes) &&
	       setting_demand_equals(left->demand, right->demand);
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
	if (!text_is_same(settings->connection_parameters, fresh->connection_parameters))
	{
		free(settings->connection_parameters);
		settings->connection_parameters = take(fresh->connection_parameters);
	}
	settings_forget_remarks(settings);
	settings->problems = fresh->problems;
	fresh->problems = (struct problem_list){NULL, 0};
	settings->notes = take(fresh->notes);
	settings->unread = take(fresh->unread);
	settings->note_count = fresh->note_count;
	fresh->note_count = 0;
	settings_free(fresh);
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

	/* A test proves that every default is well-formed. */
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

void
settings_set_connection_parameters(struct settings *settings, const char *uri)
{
	free(settings->connection_parameters);
	settings->connection_parameters = memory_copy_text(uri);
}

const char *
settings_connection_parameters(const struct settings *settings)
{
	return settings->connection_parameters;
}

bool
settings_source_is_libpqs(const struct settings *settings, enum setting_key key)
{
	return settings->values[key].source == SETTING_FROM_LIBPQ ||
	       settings->values[key].source == SETTING_FROM_GIVEN_URL;
}

void
settings_forget_secret(struct settings *settings, enum setting_key key)
{
	struct setting_value *value = &settings->values[key];

	memory_wipe_and_free(take(value->text));
}
