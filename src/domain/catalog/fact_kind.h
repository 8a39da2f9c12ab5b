#ifndef DOMAIN_CATALOG_FACT_KIND_H
#define DOMAIN_CATALOG_FACT_KIND_H

/*
 * The kinds of facts. They are finer than the kinds of definitions (object_kind.h): what can be
 * changed by itself is a fact of its own, so that it has a place of its own in the order of a plan.
 */

#include <stdbool.h>
#include <stddef.h>

/* In the order in which things are made; they go in the reverse one. */
enum fact_kind
{
	FACT_ROLE,
	FACT_ROLE_MEMBERSHIP,
	FACT_SCHEMA,
	FACT_LANGUAGE,
	FACT_EXTENSION,
	FACT_FOREIGN_DATA_WRAPPER,
	FACT_SERVER,
	FACT_USER_MAPPING,
	FACT_DEFAULT_PRIVILEGE,
	FACT_EXTENSION_PRIVILEGE,
	FACT_COLLATION,
	FACT_CONVERSION,
	FACT_ENUM,
	FACT_COMPOSITE_TYPE,
	FACT_DOMAIN,
	FACT_RANGE_TYPE,
	FACT_BASE_TYPE,
	FACT_DOMAIN_CONSTRAINT,
	FACT_DOMAIN_DEFAULT,
	FACT_FUNCTION,
	FACT_OPERATOR,
	FACT_OPERATOR_FAMILY,
	FACT_OPERATOR_CLASS,
	FACT_CAST,
	FACT_TEXT_SEARCH_TEMPLATE,
	FACT_TEXT_SEARCH_PARSER,
	FACT_TEXT_SEARCH_DICTIONARY,
	FACT_TEXT_SEARCH_CONFIGURATION,
	FACT_TEXT_SEARCH_MAPPING,
	FACT_SEQUENCE,
	FACT_TABLE,
	FACT_COLUMN,
	FACT_IDENTITY_SEQUENCE, /* made and dropped with its column */
	FACT_OWNED_BY,          /* a sequence's column */
	FACT_DEFAULT,
	FACT_INHERIT,
	FACT_CONSTRAINT,
	FACT_INDEX,
	FACT_PARTITION,    /* the bound of a table that is attached */
	FACT_INDEX_ATTACH, /* of a partition's index to that of its parent */
	FACT_VALIDATION,   /* of an inherited check, where the parent's is not valid */
	FACT_STATISTICS,
	FACT_REPLICA_IDENTITY,
	FACT_CLUSTER,
	FACT_VIEW,
	FACT_MATERIALIZED_VIEW,
	FACT_RULE,
	FACT_TRIGGER,
	FACT_POLICY,
	FACT_PUBLICATION,
	FACT_PUBLICATION_MEMBER,
	FACT_EVENT_TRIGGER,
	FACT_KIND_COUNT
};

/* What is true of every object of a kind. */
struct fact_kind_traits
{
	const char *name;
	bool is_never_dropped; /* it belongs to the cluster: others may use it */
	bool is_type;
	bool holds_data;           /* to make it anew is to lose something */
	bool is_harmless_to_drop;  /* says how others behave; nothing goes with it */
	bool is_dropped_by_itself; /* even where its parent goes as well */
	bool is_rebuilt_on_retype; /* the server does not change the type of a column that it uses */
	bool has_initial_access;   /* exists because privileges differ from those that are initial */
	bool may_hold_secret;      /* its values are for no message */
};

const struct fact_kind_traits *fact_kind_traits(enum fact_kind kind);

/* False for a word that is none of the table's. */
bool fact_kind_from_name(const char *name, enum fact_kind *kind);

/* "table", "text search configuration", ...: as the queries say it. */
const char *fact_kind_name(enum fact_kind kind);

#endif
