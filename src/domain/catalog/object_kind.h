#ifndef DOMAIN_CATALOG_OBJECT_KIND_H
#define DOMAIN_CATALOG_OBJECT_KIND_H

/*
 * What kinds of objects have definitions. Their words are in ledgers, in answers of the server
 * and in messages; kinds are compared as enums.
 */

#include <stdbool.h>

/* In the byte order of their words, which is the order of lists in ledgers and messages. */
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
	KIND_PROCEDURE,
	KIND_PUBLICATION_NAMESPACE,
	KIND_RANGE_TYPE,
	KIND_ROLE,
	KIND_RULE,
	KIND_SCHEMA,
	KIND_SEQUENCE,
	KIND_STATISTICS,
	KIND_TABLE,
	KIND_TEXT_SEARCH_CONFIGURATION,
	KIND_TEXT_SEARCH_DICTIONARY,
	KIND_TEXT_SEARCH_PARSER,
	KIND_TEXT_SEARCH_TEMPLATE,
	KIND_TRIGGER,
	KIND_TYPE,
	KIND_VIEW,
	KIND_OTHER, /* of a newer program's ledger, or of a newer server: only its word is known */
	OBJECT_KIND_COUNT
};

/* Never fails: KIND_OTHER for a word that is not in the table. */
enum object_kind object_kind_from_name(const char *name);

/* The word; NULL for KIND_OTHER, whose word the caller has. Static text. */
const char *object_kind_name(enum object_kind kind);

/*
 * Whether provisioning makes objects of this kind what they are. They belong to a schema's
 * access, not to what its scripts make.
 */
bool object_kind_is_access(enum object_kind kind);

/*
 * Like strcmp(), by kind; kinds without a row come last, by their words. The words of the others
 * are not looked at.
 */
int object_kind_compare(enum object_kind left, const char *left_name, enum object_kind right,
                        const char *right_name);

#endif
