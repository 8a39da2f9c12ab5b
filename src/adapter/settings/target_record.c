#include "adapter/settings/target_record.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

static void
append_netstring(struct text *record, const char *string)
{
	text_append_format(record, "%zu:%s,", strlen(string), string);
}

/* The string at *at, which then stands behind it; NULL at the end, and where there is none. */
static char *
take_netstring(const char **at)
{
	char *digits_end = NULL;
	size_t length = strtoul(*at, &digits_end, 10);
	const char *bytes = digits_end + 1;

	if (digits_end == *at || *digits_end != ':' || strnlen(bytes, length) < length ||
	    bytes[length] != ',')
		return NULL;
	*at = bytes + length + 1;
	return memory_copy_bytes(bytes, length);
}

void
target_record_append(struct text *record, enum setting_key key, enum setting_source source,
                     const char *origin, const char *value)
{
	append_netstring(record, setting_definition(key)->name);
	append_netstring(record, setting_source_name(source));
	append_netstring(record, origin);
	append_netstring(record, value);
}

static enum setting_source
source_of_name(const char *name)
{
	bool is_target = strcmp(name, setting_source_name(SETTING_FROM_TARGET)) == 0;

	return is_target ? SETTING_FROM_TARGET : SETTING_FROM_TARGET_DEFAULTS;
}

void
target_record_offer(struct settings *settings, const char *record)
{
	const char *at = record;

	while (*at != '\0')
	{
		cleanup_memory char *name = take_netstring(&at);
		cleanup_memory char *source = name != NULL ? take_netstring(&at) : NULL;
		cleanup_memory char *origin = source != NULL ? take_netstring(&at) : NULL;
		cleanup_secret char *value = origin != NULL ? take_netstring(&at) : NULL;
		const struct setting_definition *definition =
			value != NULL ? setting_definition_by_name(name) : NULL;

		if (definition == NULL)
		{
			settings_add_problem(settings, "%s is in the environment, and is not this program's",
			                     TARGET_RECORD_VARIABLE);
			return;
		}
		settings_offer(settings, definition->key, source_of_name(source), origin, value);
	}
}
