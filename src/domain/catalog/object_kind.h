#ifndef DOMAIN_CATALOG_OBJECT_KIND_H
#define DOMAIN_CATALOG_OBJECT_KIND_H

/*
 * The kinds of objects that have definitions. Their words are in ledgers, in answers of the
 * server and in messages; code compares kinds as enums.
 */

#include <stdbool.h>

/* In the byte order of their words, which orders lists in ledgers and messages. */
enum object_kind
{
	KIND_AGGREGATE,
	KIND_COLLATION,
	KIND_COLUMN,
	KIND_COMPOSITE_TYPE,
	KIND_CONSTRAINT,
	KIND_CONVERSION,
	KIND_DATABASE,
	KIND_DEFAULT_PRIVILEGE,
	KIND_DOMAIN,
	KIND_DOMAIN_CONSTRAINT,
	KIND_ENUM,
	KIND_EXTENSION,
	KIND_EXTENSION_VERSION,
	KIND_FOREIGN_DATA,
	KIND_FOREIGN_TABLE,
	KIND_FUNCTION,
	KIND_INDEX,
	KIND_INHERITANCE,
	KIND_MATERIALIZED_VIEW,
	KIND_OPERATOR,
	KIND_OPERATOR_CLASS,
	KIND_OPERATOR_FAMILY,
	KIND_POLICY,
	KIND_PRIVILEGES, /* of one grantee, neither the owner nor PUBLIC: "s.t to reader" */
	KIND_PROCEDURE,
	KIND_PUBLICATION_NAMESPACE,
	KIND_RANGE_TYPE,
	KIND_ROLE,
	KIND_RULE,
	KIND_SCHEMA,
	KIND_SCHEMA_PRIVILEGES,
	KIND_SEQUENCE,
	KIND_STATISTICS,
	KIND_STATISTICS_TARGET, /* of a column that has one */
	KIND_STORAGE_PARAMETER, /* of a table: "s.t.fillfactor" */
	KIND_TABLE,
	KIND_TEXT_SEARCH_CONFIGURATION,
	KIND_TEXT_SEARCH_DICTIONARY,
	KIND_TEXT_SEARCH_PARSER,
	KIND_TEXT_SEARCH_TEMPLATE,
	KIND_TRIGGER,
	KIND_TYPE,
	KIND_VIEW,
	KIND_OTHER, /* from a newer program's ledger, or a newer server: only its word is known */
	OBJECT_KIND_COUNT
};

/* Never fails: KIND_OTHER for a word that is not in the table. */
enum object_kind object_kind_from_name(const char *name);

/* The word; NULL for KIND_OTHER, whose word the caller has. Static text. */
const char *object_kind_name(enum object_kind kind);

/*
 * True if provisioning makes objects of this kind. They belong to the access of a schema, not to
 * what its scripts make.
 */
bool object_kind_is_access(enum object_kind kind);

/* What the privileges on an object of the kind that is called so are: those on a schema are apart. */
enum object_kind object_kind_of_privileges(const char *name);

/*
 * Like strcmp(), by kind. Kinds without a row come last, by their words; the words of the others
 * are ignored.
 */
int object_kind_compare(enum object_kind left, const char *left_name, enum object_kind right,
                        const char *right_name);

#endif
