#include "domain/catalog/fact_definition.h"

#include <string.h>

enum
{
	KINDS_OF_A_FACT = 3
};

/* The kinds of definitions that a kind of fact may have; KIND_OTHER: the fact's own word. */
struct definition_kinds
{
	enum object_kind items[KINDS_OF_A_FACT];
	size_t count;
};

static const struct definition_kinds definition_kinds[FACT_KIND_COUNT] = {
	[FACT_SCHEMA] = {{KIND_SCHEMA}, 1},
	[FACT_EXTENSION] = {{KIND_EXTENSION, KIND_EXTENSION_VERSION}, 2},
	[FACT_DEFAULT_PRIVILEGE] = {{KIND_DEFAULT_PRIVILEGE}, 1},
	[FACT_COLLATION] = {{KIND_COLLATION}, 1},
	[FACT_CONVERSION] = {{KIND_CONVERSION}, 1},
	[FACT_ENUM] = {{KIND_ENUM}, 1},
	[FACT_COMPOSITE_TYPE] = {{KIND_COMPOSITE_TYPE}, 1},
	[FACT_DOMAIN] = {{KIND_DOMAIN}, 1},
	[FACT_RANGE_TYPE] = {{KIND_RANGE_TYPE}, 1},
	[FACT_BASE_TYPE] = {{KIND_TYPE}, 1},
	[FACT_DOMAIN_CONSTRAINT] = {{KIND_DOMAIN_CONSTRAINT}, 1},
	[FACT_FUNCTION] = {{KIND_FUNCTION, KIND_PROCEDURE, KIND_AGGREGATE}, 3},
	[FACT_OPERATOR] = {{KIND_OPERATOR}, 1},
	[FACT_OPERATOR_FAMILY] = {{KIND_OPERATOR_FAMILY}, 1},
	[FACT_OPERATOR_CLASS] = {{KIND_OPERATOR_CLASS}, 1},
	[FACT_TEXT_SEARCH_TEMPLATE] = {{KIND_TEXT_SEARCH_TEMPLATE}, 1},
	[FACT_TEXT_SEARCH_PARSER] = {{KIND_TEXT_SEARCH_PARSER}, 1},
	[FACT_TEXT_SEARCH_DICTIONARY] = {{KIND_TEXT_SEARCH_DICTIONARY}, 1},
	[FACT_TEXT_SEARCH_CONFIGURATION] = {{KIND_TEXT_SEARCH_CONFIGURATION}, 1},
	[FACT_SEQUENCE] = {{KIND_SEQUENCE}, 1},
	[FACT_TABLE] = {{KIND_TABLE, KIND_FOREIGN_TABLE}, 2},
	[FACT_COLUMN] = {{KIND_COLUMN}, 1},
	[FACT_IDENTITY_SEQUENCE] = {{KIND_SEQUENCE}, 1},
	[FACT_CONSTRAINT] = {{KIND_CONSTRAINT}, 1},
	[FACT_INDEX] = {{KIND_INDEX}, 1},
	[FACT_STATISTICS] = {{KIND_STATISTICS}, 1},
	[FACT_VIEW] = {{KIND_VIEW}, 1},
	[FACT_MATERIALIZED_VIEW] = {{KIND_MATERIALIZED_VIEW}, 1},
	[FACT_RULE] = {{KIND_RULE}, 1},
	[FACT_TRIGGER] = {{KIND_TRIGGER}, 1},
	[FACT_POLICY] = {{KIND_POLICY}, 1},
	/* In no schema: definitions have the same word. */
	[FACT_LANGUAGE] = {{KIND_OTHER}, 1},
	[FACT_FOREIGN_DATA_WRAPPER] = {{KIND_OTHER}, 1},
	[FACT_SERVER] = {{KIND_OTHER}, 1},
	[FACT_CAST] = {{KIND_OTHER}, 1},
	[FACT_PUBLICATION] = {{KIND_OTHER}, 1},
	[FACT_EVENT_TRIGGER] = {{KIND_OTHER}, 1},
};

bool
fact_kind_is_defined(enum fact_kind kind)
{
	return definition_kinds[kind].count > 0;
}

bool
fact_kind_defines(enum object_kind kind)
{
	for (size_t fact = 0; kind != KIND_OTHER && fact < FACT_KIND_COUNT; fact++)
	{
		for (size_t index = 0; index < definition_kinds[fact].count; index++)
		{
			if (definition_kinds[fact].items[index] == kind)
				return true;
		}
	}
	return false;
}

const struct definition *
fact_definition_find(const struct definitions *definitions, const struct fact *fact)
{
	const struct definition_kinds *kinds = &definition_kinds[fact->kind];
	const struct definition *found = NULL;

	for (size_t index = 0; definitions != NULL && found == NULL && index < kinds->count; index++)
	{
		const struct definition object = {
			.kind = kinds->items[index],
			.kind_name = kinds->items[index] == KIND_OTHER ? fact_kind_name(fact->kind)
		                                                   : object_kind_name(kinds->items[index]),
			.identity = fact->id,
		};

		found = definitions_find(definitions, &object);
	}
	return found;
}

/* Promised with a hash, and live with another. */
static bool
is_changed(const struct definition *promised, const struct definition *live)
{
	return promised != NULL && live != NULL && strcmp(promised->hash, live->hash) != 0;
}

static void
mark_with_whole(struct fact_set *facts, const struct fact_set *desired, struct fact *fact)
{
	while (fact->kind != FACT_SCHEMA &&
	       fact_set_find(desired, fact->kind, fact->id) == FACT_NOWHERE)
	{
		fact->claim = CLAIM_CHANGED;
		if (fact->parent == FACT_NOWHERE)
			return;
		fact = &facts->items[fact->parent];
	}
}

void
fact_definition_mark_changed(struct fact_set *facts, const struct fact_set *desired,
                             const struct definitions *promised, const struct definitions *live)
{
	for (size_t index = 0; index < facts->count; index++)
	{
		struct fact *fact = &facts->items[index];

		if (is_changed(fact_definition_find(promised, fact), fact_definition_find(live, fact)))
			mark_with_whole(facts, desired, fact);
	}
}
