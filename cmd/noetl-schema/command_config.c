#include "base/cleanup.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/printable.h"
#include "base/utf8.h"
#include "command.h"
#include "command_line.h"
#include "output.h"

/* Of a fixed length, so that it does not reveal that of the password. */
static const char masked[] = "********";

enum
{
	NAME_COLUMNS = 40,
	VALUE_COLUMNS = 32
};

/* What may be shown of a value; NULL if there is none. */
static const char *
shown_value(const struct settings *settings, enum setting_key key)
{
	/* A secret that this command has wiped is still given. */
	if (setting_definition(key)->is_secret)
		return settings_is_given(settings, key) ? masked : NULL;
	return settings_text(settings, key);
}

static void
append_config_text(struct text *text, const struct settings *settings)
{
	for (enum setting_key key = 0; key < SETTING_COUNT; key++)
	{
		const char *value = shown_value(settings, key);
		const char *origin = settings_origin(settings, key);

		/* Quoted as in JSON, so that the end of a value is visible. */
		cleanup_text struct text quoted = TEXT_EMPTY;

		if (value != NULL && value != masked)
			json_append_string(&quoted, value);
		else
			text_append(&quoted, value != NULL ? value : "-");
		size_t width = utf8_count(text_bytes(&quoted));
		int padding = width < VALUE_COLUMNS ? (int)(VALUE_COLUMNS - width) : 0;

		printable_append_line(text, "%-*s  %s%*s  %s", NAME_COLUMNS, setting_definition(key)->name,
		                      text_bytes(&quoted), padding, "", origin != NULL ? origin : "unset");
	}
}

static void
append_config_json(struct text *json, const struct settings *settings)
{
	text_append(json, "{\"settings\":[");
	for (enum setting_key key = 0; key < SETTING_COUNT; key++)
	{
		const struct setting_definition *definition = setting_definition(key);

		json_append_separator(json);
		text_append(json, "\n{");
		json_append_text_member(json, "name", definition->name);
		json_append_tabbed_member(json, "value", shown_value(settings, key));
		json_append_text_member(json, "source",
		                        setting_source_name(settings_source(settings, key)));
		json_append_text_member(json, "origin", settings_origin(settings, key));
		json_append_truth_member(json, "secret", definition->is_secret);
		text_append_char(json, '}');
	}
	text_append(json, "\n]}\n");
}

bool
command_config(const struct command_context *context, struct failure *failure)
{
	const struct settings *settings = context->application->settings;
	cleanup_text struct text text = TEXT_EMPTY;

	if (output_is_json(settings))
		append_config_json(&text, settings);
	else
		append_config_text(&text, settings);
	/* The valid settings help to correct the others. */
	return output_write(&text, failure) && settings_check(settings, failure);
}
