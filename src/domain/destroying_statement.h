#ifndef DOMAIN_DESTROYING_STATEMENT_H
#define DOMAIN_DESTROYING_STATEMENT_H

/*
 * A statement that destroys, told by its words: for one that runs outside of a transaction, which
 * cannot be measured and undone. Whether there are rows is not known.
 */

#include <stdbool.h>
#include <stddef.h>

#include "domain/name_list.h"

struct destroying_statement
{
	const char *kind; /* "table", "column", "materialized view", "schema", "database" */
	struct name_list names;
};

/*
 * DROP of the above, TRUNCATE, DELETE without WHERE. False, with nothing filled in, for any other.
 * In DO, WITH and EXPLAIN it may stand anywhere, in a string of DO as well; what a routine does is
 * not looked into. Names without a schema get this one's. The caller frees the names.
 */
bool destroying_statement_read(const char *text, size_t length_bytes, const char *schema,
                               struct destroying_statement *statement);

#endif
