#ifndef DOMAIN_STATEMENT_WRITING_H
#define DOMAIN_STATEMENT_WRITING_H

/* Which tables and sequences a statement writes, through WITH, too. */

#include <stdbool.h>
#include <stddef.h>

#include "domain/script_name.h"
#include "domain/statement_role.h"

struct statement_writing
{
	struct script_name *objects; /* tables, or the sequence if a string names it */
	size_t object_count;
	char *sequence;            /* an expression that can be cast to regclass, or NULL */
	bool reads_or_writes_file; /* COPY of a file of the server or of a program */
};

/*
 * Fills in what a statement of this role writes, and makes the role that of what it does. The
 * receiver frees what is written, which begins as zeros.
 */
void statement_writing_read(struct script_cursor cursor, enum statement_role *role,
                            struct statement_writing *writing);

void statement_writing_free(struct statement_writing *writing);

#endif
