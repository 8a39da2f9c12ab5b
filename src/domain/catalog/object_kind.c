#include "domain/catalog/object_kind.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct object_kind_row
{
	const char *name;
	bool is_access;
};

static const struct object_kind_row rows[OBJECT_KIND_COUNT] = {
	[KIND_AGGREGATE] = {.name = "aggregate"},
	[KIND_COLLATION] = {.name = "collation"},
	[KIND_COLUMN] = {.name = "column"},
	[KIND_COMPOSITE_TYPE] = {.name = "composite type"},
	[KIND_CONSTRAINT] = {.name = "constraint"},
	[KIND_CONVERSION] = {.name = "conversion"},
	[KIND_DATABASE] = {.name = "database", .is_access = true},
	[KIND_DEFAULT_PRIVILEGE] = {.name = "default privilege"},
	[KIND_DOMAIN] = {.name = "domain"},
	[KIND_DOMAIN_CONSTRAINT] = {.name = "domain constraint"},
	[KIND_ENUM] = {.name = "enum"},
	[KIND_EXTENSION] = {.name = "extension", .is_access = true},
	[KIND_EXTENSION_VERSION] = {.name = "extension version"},
	[KIND_FOREIGN_DATA] = {.name = "foreign data"},
	[KIND_FOREIGN_TABLE] = {.name = "foreign table"},
	[KIND_FUNCTION] = {.name = "function"},
	[KIND_INDEX] = {.name = "index"},
	[KIND_INHERITANCE] = {.name = "inheritance"},
	[KIND_MATERIALIZED_VIEW] = {.name = "materialized view"},
	[KIND_OPERATOR] = {.name = "operator"},
	[KIND_OPERATOR_CLASS] = {.name = "operator class"},
	[KIND_OPERATOR_FAMILY] = {.name = "operator family"},
	[KIND_POLICY] = {.name = "policy"},
	[KIND_PRIVILEGES] = {.name = "privileges"},
	[KIND_PROCEDURE] = {.name = "procedure"},
	[KIND_PUBLICATION_NAMESPACE] = {.name = "publication namespace"},
	[KIND_RANGE_TYPE] = {.name = "range type"},
	[KIND_ROLE] = {.name = "role", .is_access = true},
	[KIND_RULE] = {.name = "rule"},
	[KIND_SCHEMA] = {.name = "schema"},
	[KIND_SCHEMA_PRIVILEGES] = {.name = "schema privileges"},
	[KIND_SEQUENCE] = {.name = "sequence"},
	[KIND_STATISTICS] = {.name = "statistics"},
	[KIND_STATISTICS_TARGET] = {.name = "statistics target"},
	[KIND_STORAGE_PARAMETER] = {.name = "storage parameter"},
	[KIND_TABLE] = {.name = "table"},
	[KIND_TEXT_SEARCH_CONFIGURATION] = {.name = "text search configuration"},
	[KIND_TEXT_SEARCH_DICTIONARY] = {.name = "text search dictionary"},
	[KIND_TEXT_SEARCH_PARSER] = {.name = "text search parser"},
	[KIND_TEXT_SEARCH_TEMPLATE] = {.name = "text search template"},
	[KIND_TRIGGER] = {.name = "trigger"},
	[KIND_TYPE] = {.name = "type"},
	[KIND_VIEW] = {.name = "view"},
};

static int
compare_name(const void *name, const void *row)
{
	return strcmp(name, ((const struct object_kind_row *)row)->name);
}

enum object_kind
object_kind_from_name(const char *name)
{
	const struct object_kind_row *row =
		bsearch(name, rows, KIND_OTHER, sizeof rows[0], compare_name);

	return row != NULL ? (enum object_kind)(row - rows) : KIND_OTHER;
}

const char *
object_kind_name(enum object_kind kind)
{
	return rows[kind].name;
}

bool
object_kind_is_access(enum object_kind kind)
{
	return rows[kind].is_access;
}

int
object_kind_compare(enum object_kind left, const char *left_name, enum object_kind right,
                    const char *right_name)
{
	if (left == KIND_OTHER && right == KIND_OTHER)
		return strcmp(left_name, right_name);
	return (left > right) - (left < right);
}

enum object_kind
object_kind_of_privileges(const char *name)
{
	return object_kind_from_name(name) == KIND_SCHEMA ? KIND_SCHEMA_PRIVILEGES : KIND_PRIVILEGES;
}
