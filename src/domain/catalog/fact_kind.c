#include "domain/catalog/fact_kind.h"

#include <string.h>

static const struct fact_kind_traits traits[FACT_KIND_COUNT] = {
	[FACT_ROLE] = {.name = "role", .is_never_dropped = true},
	[FACT_ROLE_MEMBERSHIP] = {.name = "role membership", .is_never_dropped = true},
	[FACT_SCHEMA] = {.name = "schema"},
	[FACT_LANGUAGE] = {.name = "language"},
	[FACT_EXTENSION] = {.name = "extension"},
	[FACT_FOREIGN_DATA_WRAPPER] = {.name = "foreign data wrapper", .may_hold_secret = true},
	[FACT_SERVER] = {.name = "server", .may_hold_secret = true},
	[FACT_USER_MAPPING] = {.name = "user mapping",
                           .is_dropped_by_itself = true,
                           .may_hold_secret = true},
	[FACT_DEFAULT_PRIVILEGE] = {.name = "default privilege",
                                .is_harmless_to_drop = true,
                                .has_initial_access = true},
	[FACT_EXTENSION_PRIVILEGE] = {.name = "extension privilege", .has_initial_access = true},
	[FACT_COLLATION] = {.name = "collation"},
	[FACT_CONVERSION] = {.name = "conversion"},
	[FACT_ENUM] = {.name = "enum", .is_type = true},
	[FACT_COMPOSITE_TYPE] = {.name = "composite type", .is_type = true},
	[FACT_DOMAIN] = {.name = "domain", .is_type = true},
	[FACT_RANGE_TYPE] = {.name = "range type", .is_type = true},
	[FACT_BASE_TYPE] = {.name = "base type", .is_type = true},
	[FACT_DOMAIN_CONSTRAINT] = {.name = "domain constraint", .is_dropped_by_itself = true},
	[FACT_DOMAIN_DEFAULT] = {.name = "domain default",
                             .is_harmless_to_drop = true,
                             .is_dropped_by_itself = true},
	[FACT_FUNCTION] = {.name = "function", .is_rebuilt_on_retype = true},
	[FACT_OPERATOR] = {.name = "operator"},
	[FACT_OPERATOR_FAMILY] = {.name = "operator family"},
	[FACT_OPERATOR_CLASS] = {.name = "operator class"},
	[FACT_CAST] = {.name = "cast"},
	[FACT_TEXT_SEARCH_TEMPLATE] = {.name = "text search template"},
	[FACT_TEXT_SEARCH_PARSER] = {.name = "text search parser"},
	[FACT_TEXT_SEARCH_DICTIONARY] = {.name = "text search dictionary"},
	[FACT_TEXT_SEARCH_CONFIGURATION] = {.name = "text search configuration"},
	[FACT_TEXT_SEARCH_MAPPING] = {.name = "text search mapping", .is_harmless_to_drop = true},
	[FACT_SEQUENCE] = {.name = "sequence", .holds_data = true},
	[FACT_TABLE] = {.name = "table", .holds_data = true},
	[FACT_COLUMN] = {.name = "column", .holds_data = true},
	[FACT_IDENTITY_SEQUENCE] = {.name = "identity sequence", .is_harmless_to_drop = true},
	[FACT_OWNED_BY] = {.name = "owned by", .is_harmless_to_drop = true},
	[FACT_DEFAULT] = {.name = "default", .is_harmless_to_drop = true, .is_rebuilt_on_retype = true},
	[FACT_INHERIT] = {.name = "inherit", .is_dropped_by_itself = true},
	[FACT_CONSTRAINT] = {.name = "constraint"},
	[FACT_INDEX] = {.name = "index"},
	[FACT_PARTITION] = {.name = "partition", .is_dropped_by_itself = true},
	[FACT_INDEX_ATTACH] = {.name = "index attach"},
	[FACT_VALIDATION] = {.name = "validation", .is_harmless_to_drop = true},
	[FACT_STATISTICS] = {.name = "statistics",
                         .is_dropped_by_itself = true,
                         .is_rebuilt_on_retype = true},
	[FACT_REPLICA_IDENTITY] = {.name = "replica identity", .is_harmless_to_drop = true},
	[FACT_CLUSTER] = {.name = "cluster", .is_harmless_to_drop = true},
	[FACT_VIEW] = {.name = "view", .is_rebuilt_on_retype = true},
	[FACT_MATERIALIZED_VIEW] = {.name = "materialized view", .is_rebuilt_on_retype = true},
	[FACT_RULE] = {.name = "rule", .is_dropped_by_itself = true, .is_rebuilt_on_retype = true},
	[FACT_TRIGGER] = {.name = "trigger",
                      .is_dropped_by_itself = true,
                      .is_rebuilt_on_retype = true},
	[FACT_POLICY] = {.name = "policy", .is_dropped_by_itself = true, .is_rebuilt_on_retype = true},
	[FACT_PUBLICATION] = {.name = "publication"},
	[FACT_PUBLICATION_MEMBER] = {.name = "publication member",
                                 .is_harmless_to_drop = true,
                                 .is_dropped_by_itself = true,
                                 .is_rebuilt_on_retype = true},
	[FACT_EVENT_TRIGGER] = {.name = "event trigger"},
};

const struct fact_kind_traits *
fact_kind_traits(enum fact_kind kind)
{
	return &traits[kind];
}

bool
fact_kind_from_name(const char *name, enum fact_kind *kind)
{
	for (size_t i = 0; i < FACT_KIND_COUNT; i++)
	{
		if (strcmp(traits[i].name, name) == 0)
		{
			*kind = (enum fact_kind)i;
			return true;
		}
	}
	return false;
}

const char *
fact_kind_name(enum fact_kind kind)
{
	return traits[kind].name;
}
