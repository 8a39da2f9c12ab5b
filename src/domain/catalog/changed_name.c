#include "domain/catalog/changed_name.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/script_name.h"
#include "domain/script_word.h"

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

/* Takes it as it is written, with its quotes; NULL for none. The caller frees it. */
static char *
take_identifier_as_written(struct script_cursor *cursor)
{
	const char *begin = cursor->at;
	cleanup_memory char *name = script_take_identifier(cursor);

	return name != NULL ? memory_copy_bytes(begin, (size_t)(cursor->at - begin)) : NULL;
}

static bool
collect_name(const char *identity, struct name_list *names)
{
	struct script_cursor cursor = {identity, identity + strlen(identity)};
	cleanup_memory char *schema = take_identifier_as_written(&cursor);
	cleanup_memory char *name = NULL;

	if (schema != NULL && script_take_word(&cursor, "."))
		name = take_identifier_as_written(&cursor);
	if (name != NULL)
		name_list_append_once(names, name);
	return name != NULL;
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
