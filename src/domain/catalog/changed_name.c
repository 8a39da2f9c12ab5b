#include "domain/catalog/changed_name.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

enum follow
{
	FOLLOW_NOT, /* also kinds that no row names */
	FOLLOW_NAME,
	FOLLOW_NOTHING
};

static const enum follow follows[OBJECT_KIND_COUNT] = {
	[KIND_AGGREGATE] = FOLLOW_NAME,
	[KIND_COLUMN] = FOLLOW_NAME,
	[KIND_COMPOSITE_TYPE] = FOLLOW_NAME,
	[KIND_CONSTRAINT] = FOLLOW_NAME,
	[KIND_DATABASE] = FOLLOW_NOTHING,
	[KIND_DEFAULT_PRIVILEGE] = FOLLOW_NOTHING,
	[KIND_DOMAIN] = FOLLOW_NAME,
	[KIND_DOMAIN_CONSTRAINT] = FOLLOW_NAME,
	[KIND_ENUM] = FOLLOW_NAME,
	[KIND_EXTENSION] = FOLLOW_NOTHING,
	[KIND_EXTENSION_VERSION] = FOLLOW_NOTHING,
	[KIND_FOREIGN_TABLE] = FOLLOW_NAME,
	[KIND_FUNCTION] = FOLLOW_NAME,
	[KIND_INDEX] = FOLLOW_NAME,
	[KIND_INHERITANCE] = FOLLOW_NAME,
	[KIND_MATERIALIZED_VIEW] = FOLLOW_NAME,
	[KIND_POLICY] = FOLLOW_NAME,
	[KIND_PRIVILEGES] = FOLLOW_NAME,
	[KIND_PROCEDURE] = FOLLOW_NAME,
	[KIND_RANGE_TYPE] = FOLLOW_NAME,
	[KIND_ROLE] = FOLLOW_NOTHING,
	[KIND_RULE] = FOLLOW_NAME,
	[KIND_SCHEMA] = FOLLOW_NOTHING,
	[KIND_SCHEMA_PRIVILEGES] = FOLLOW_NOTHING,
	[KIND_SEQUENCE] = FOLLOW_NAME,
	[KIND_STATISTICS] = FOLLOW_NAME,
	[KIND_STATISTICS_TARGET] = FOLLOW_NAME,
	[KIND_STORAGE_PARAMETER] = FOLLOW_NAME,
	[KIND_TABLE] = FOLLOW_NAME,
	[KIND_TRIGGER] = FOLLOW_NAME,
	[KIND_VIEW] = FOLLOW_NAME,
};

/* Behind the identifier, quoted or not, that the text begins with. */
static const char *
skip_identifier(const char *text)
{
	if (*text != '"')
		return text + strcspn(text, ".( ");
	for (text++; *text != '\0'; text++)
	{
		if (*text != '"')
			continue;
		if (text[1] != '"')
			return text + 1;
		text++;
	}
	return text;
}

static bool
collect_name(const char *identity, struct name_list *names)
{
	const char *end_of_schema = skip_identifier(identity);

	if (*end_of_schema != '.')
		return false;

	const char *name = end_of_schema + 1;
	size_t length_bytes = (size_t)(skip_identifier(name) - name);
	cleanup_memory char *copy = memory_copy_bytes(name, length_bytes);

	if (length_bytes > 0 && !name_list_contains(names, copy))
		name_list_append(names, copy);
	return length_bytes > 0;
}

bool
changed_names_collect(const struct definition_difference_list *differences, struct name_list *names)
{
	for (size_t index = 0; index < differences->count; index++)
	{
		const struct definition *object = differences->items[index].object;

		switch (follows[object->kind])
		{
			case FOLLOW_NOT:
				return false;
			case FOLLOW_NAME:
				if (!collect_name(object->identity, names))
					return false;
				break;
			case FOLLOW_NOTHING:
				break;
		}
	}
	return true;
}
