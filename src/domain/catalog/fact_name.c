#include "domain/catalog/fact_name.h"

#include <string.h>

/* Whether an identity begins with this name, quoted or not; moves behind it. */
static bool
take_identifier(const char **identity, const char *name)
{
	const char *at = *identity;
	bool is_quoted = *at == '"';

	for (at += is_quoted; *name != '\0'; name++, at++)
	{
		if (*at != *name)
			return false;
		if (is_quoted && *at == '"' && *++at != '"')
			return false;
	}
	if (is_quoted && *at++ != '"')
		return false;
	*identity = at;
	return true;
}

static bool
is_called(const char *identity, const char *schema, const char *name)
{
	return take_identifier(&identity, schema) && *identity++ == '.' &&
	       take_identifier(&identity, name) && *identity == '\0';
}

const char *
fact_arguments(const struct fact *fact, const char *schema, const char *name)
{
	const char *at = fact->id;
	bool is_called_so = fact->kind == FACT_FUNCTION && take_identifier(&at, schema) &&
	                    *at++ == '.' && take_identifier(&at, name) && *at == '(';

	return is_called_so ? at : NULL;
}

size_t
fact_set_find_name(const struct fact_set *set, enum fact_kind kind, const char *schema,
                   const char *name)
{
	for (size_t index = 0; index < set->count; index++)
	{
		if (set->items[index].kind == kind && is_called(set->items[index].id, schema, name))
			return index;
	}
	return FACT_NOWHERE;
}

static bool
is_part_called(const char *identity, const struct part_name *name)
{
	return take_identifier(&identity, name->schema) && *identity++ == '.' &&
	       take_identifier(&identity, name->relation) && *identity++ == '.' &&
	       take_identifier(&identity, name->part) && *identity == '\0';
}

size_t
fact_set_find_part(const struct fact_set *set, enum fact_kind kind, const struct part_name *name)
{
	for (size_t index = 0; index < set->count; index++)
	{
		if (set->items[index].kind == kind && is_part_called(set->items[index].id, name))
			return index;
	}
	return FACT_NOWHERE;
}
