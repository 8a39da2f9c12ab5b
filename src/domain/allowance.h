#ifndef DOMAIN_ALLOWANCE_H
#define DOMAIN_ALLOWANCE_H

/*
 * What --allow names: KIND:NAME, several divided by commas or line feeds outside of double quotes.
 * KIND is table, column, partition or materialized view; NAME is qualified, as PostgreSQL prints it.
 */

#include <stdbool.h>

/* What SETTING_DESTRUCTIVE allows, in the order of its choices. */
enum destructive_policy
{
	DESTRUCTIVE_REFUSE,
	DESTRUCTIVE_ALLOW
};

/* Whether each entry has a kind that there is, and a name. */
bool allowances_are_valid(const char *allowances);

/* allowances may be NULL: nothing. */
bool allowances_have(const char *allowances, const char *kind, const char *name);

#endif
