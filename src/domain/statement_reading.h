#ifndef DOMAIN_STATEMENT_READING_H
#define DOMAIN_STATEMENT_READING_H

/* What is read in a statement before a schema that exists is brought to what its script says. */

#include <stdbool.h>
#include <stddef.h>

#include "domain/script.h"
#include "domain/statement_role.h"
#include "domain/statement_writing.h"

/* CREATE EXTENSION; a part that is not written is NULL or false. */
struct extension_reading
{
	char *name;
	char *schema;
	char *version;
	bool if_not_exists;
	bool cascade;
};

struct statement_reading
{
	enum statement_role role;
	enum statement_shadow shadow;
	/*
	 * All tables of ROLE_DATA_*, the sequence of ROLE_DATA_NEW_SEQUENCE, the table of CREATE INDEX
	 * CONCURRENTLY.
	 */
	struct statement_writing writing;
	bool is_concurrent;                 /* outside only because of CONCURRENTLY: it defines */
	struct extension_reading extension; /* of SHADOW_EXTENSION */
};

/* The receiver frees the reading. */
void statement_reading_fill(const struct script *script, const struct statement *statement,
                            struct statement_reading *reading);

void statement_reading_free(struct statement_reading *reading);
#define cleanup_statement_reading __attribute__((cleanup(statement_reading_free)))

#endif
