#ifndef ADAPTER_POSTGRES_CATALOG_CATALOG_MANAGED_H
#define ADAPTER_POSTGRES_CATALOG_CATALOG_MANAGED_H

/*
 * Which schemas besides its own a schema with a list, or with all of the database, manages: what
 * session_beyond() then is.
 */

#include "adapter/postgres/query/query.h"
#include "domain/managed_schema.h"

/* The question in a message, before those that read noetl_schema.beyond; it must not move. */
struct catalog_managed
{
	struct query query;
	struct query_parameter parameters[4];
	struct text list;
};

/* False where there is nothing to ask: the promise says it. */
bool catalog_managed_prepare(struct catalog_managed *managed, const struct session *session,
                             const struct managed_schema *schema);

/* Takes note of the answer. */
void catalog_managed_note(const struct rows *rows, struct session *session);

void catalog_managed_free(struct catalog_managed *managed);
#define cleanup_catalog_managed __attribute__((cleanup(catalog_managed_free)))

/* Asks now, and takes note. */
bool catalog_managed_ask(struct session *session, const struct managed_schema *schema,
                         struct failure *failure);

/* Its own schema and those beyond it. has_globals: what is in no schema, too. */
void catalog_managed_names(const struct session *session, const struct managed_schema *schema,
                           struct name_list *names, bool *has_globals);

#endif
