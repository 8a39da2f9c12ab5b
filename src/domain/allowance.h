#ifndef DOMAIN_ALLOWANCE_H
#define DOMAIN_ALLOWANCE_H

/*
 * What --allow names: KIND:NAME, several divided by commas or line feeds outside of double quotes.
 * KIND is that of a fact (catalog/fact_kind.h) or partition; NAME is qualified, as PostgreSQL prints
 * it. "everything" alone allows that more than half of the tables with rows go.
 */

#include <stdbool.h>

/* What SETTING_DESTRUCTIVE allows, in the order of its choices. */
enum destructive_policy
{
	DESTRUCTIVE_REFUSE,
	DESTRUCTIVE_ALLOW,
	DESTRUCTIVE_POSTPONE
};

#define ALLOWANCE_EVERYTHING "everything"

/* Whether each entry has a kind that there is, and a name. */
bool allowances_are_valid(const char *allowances);

/* allowances may be NULL: nothing. */
bool allowances_have(const char *allowances, const char *kind, const char *name);

/* Whether "everything" is among them. */
bool allowances_have_everything(const char *allowances);

#endif
