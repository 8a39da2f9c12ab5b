#ifndef DOMAIN_MANAGED_SCOPE_H
#define DOMAIN_MANAGED_SCOPE_H

/*
 * Which schemas a run manages, as NOETL_MANAGED_SCHEMAS says it: nothing, names divided by commas,
 * or a star alone.
 *
 * A name is taken as it is written, blanks around it left out; upper case stays upper case. In
 * double quotes it may have commas, blanks at its ends and, doubled, quotes; a schema that is
 * called "*" is in quotes, too.
 */

#include <stdbool.h>

#include "base/failure.h"
#include "domain/name_list.h"
#include "domain/settings.h"

enum managed_scope
{
	/* The schema of the settings, what the ledger promises, and where the file makes something. */
	MANAGED_BY_PROMISE,
	MANAGED_LIST,    /* the schema of the settings, and those that are named */
	MANAGED_DATABASE /* all of the database, with what is in no schema */
};

/* False for what is no such text. names: sorted in byte order, each once; appended to. */
bool managed_scope_read(const char *text, enum managed_scope *scope, struct name_list *names);

/* False, with FAILURE_SETTINGS, for the schemas of PostgreSQL and of ledgers. */
bool managed_scope_check_name(const struct settings *settings, const char *schema,
                              struct failure *failure);

#endif
