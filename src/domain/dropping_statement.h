#ifndef DOMAIN_DROPPING_STATEMENT_H
#define DOMAIN_DROPPING_STATEMENT_H

/*
 * Which objects a statement drops, by their names: DROP, and DROP COLUMN and DROP CONSTRAINT of ALTER
 * TABLE. In a shadow they find nothing to drop; on the live side they say what is to be removed.
 */

#include <stddef.h>

#include "domain/catalog/fact_kind.h"
#include "domain/script_name.h"

enum
{
	DROPPED_KINDS = 4
};

struct dropped_object
{
	const enum fact_kind *kinds; /* DROPPED_KINDS that it may be of; static */
	struct script_name name;     /* of the relation, for a part of one */
	char *part;                  /* a trigger, a policy, a rule, a column, a constraint; or NULL */
	char *arguments;             /* of a routine, with their parentheses; NULL: none were written */
};

struct dropped_object_list
{
	struct dropped_object *items;
	size_t count;
};

/*
 * Appends what the statement drops; nothing for any other, and for kinds that are not removed so
 * (schemas, extensions, roles). The caller frees the list.
 */
void dropping_statement_read(const char *statement, size_t length_bytes,
                             struct dropped_object_list *dropped);

void dropped_object_list_free(struct dropped_object_list *dropped);
#define cleanup_dropped_object_list __attribute__((cleanup(dropped_object_list_free)))

#endif
