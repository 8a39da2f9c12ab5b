#include "adapter/settings/target_record.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/connection_uri.h"

static void
append_netstring(struct text *record, const char *string)
{
	text_append_format(record, "%zu:", strlen(string));
	/* printf would leave the end of a secret in a buffer on the stack. */
	text_append(record, string);
	text_append_char(record, ',');
}

/* Reads the string at *at and moves *at past it; NULL at the end, or if there is no string. */
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

/* One setting of a record. */
struct record_entry
{
	const struct setting_definition *definition;
	enum setting_source source;
	char *origin;
	char *value;
};

static void
cleanup_entry(struct record_entry *entry)
{
	free(entry->origin);
	memory_wipe_and_free(entry->value);
}

/* False if there is no valid entry at that place. */
static bool
take_entry(const char **at, struct record_entry *entry)
{
	cleanup_memory char *name = take_netstring(at);
	cleanup_memory char *source = name != NULL ? take_netstring(at) : NULL;

	entry->origin = source != NULL ? take_netstring(at) : NULL;
	entry->value = entry->origin != NULL ? take_netstring(at) : NULL;
	entry->definition = entry->value != NULL ? setting_definition_by_name(name) : NULL;
	if (entry->definition == NULL)
		return false;
	entry->source = source_of_name(source);
	return true;
}

void
target_record_offer(struct settings *settings, const char *record)
{
	for (const char *at = record; *at != '\0';)
	{
		cleanup_(cleanup_entry) struct record_entry entry = {0};

		if (!take_entry(&at, &entry))
		{
			settings_add_problem(settings, "%s is in the environment, and is not this program's",
			                     TARGET_RECORD_VARIABLE);
			return;
		}
		settings_offer(settings, entry.definition->key, entry.source, entry.origin, entry.value);
	}
}

/* NULL if the entry is an unused secret; the caller wipes and frees the value. */
static char *
value_to_keep(const struct record_entry *entry, const bool used[static SETTING_COUNT])
{
	enum setting_key key = entry->definition->key;

	enum setting_key password =
		key == SETTING_NOETL_DATABASE_URL ? SETTING_NOETL_PASSWORD : SETTING_NOETL_ADMIN_PASSWORD;
	bool is_url = entry->definition->type == SETTING_TYPE_URI;

	/* Its password is wiped with that of its user, but every login uses its host. */
	if (is_url && !used[password])
		return connection_uri_without_password(entry->value);
	if (entry->definition->is_secret && !is_url && !used[key])
		return NULL;
	return memory_copy_text(entry->value);
}

void
target_record_keep(char **record, const bool used[static SETTING_COUNT])
{
	cleanup_secret_text struct text kept = TEXT_EMPTY;

	text_append(&kept, "");
	for (const char *at = *record; *at != '\0';)
	{
		cleanup_(cleanup_entry) struct record_entry entry = {0};

		if (!take_entry(&at, &entry))
			return;

		cleanup_secret char *value = value_to_keep(&entry, used);

		if (value != NULL)
			target_record_append(&kept, entry.definition->key, entry.source, entry.origin, value);
	}
	memory_wipe_and_free(*record);
	*record = text_steal(&kept);
}

bool
target_record_has(const char *record, enum setting_key key)
{
	bool is_found = false;

	for (const char *at = record; *at != '\0' && !is_found;)
	{
		cleanup_(cleanup_entry) struct record_entry entry = {0};

		if (!take_entry(&at, &entry))
			return false;
		is_found = entry.definition->key == key;
	}
	return is_found;
}
