#ifndef DOMAIN_CATALOG_POSTPONEMENT_H
#define DOMAIN_CATALOG_POSTPONEMENT_H

/*
 * What is put off: the removal of tables, columns, views, functions, sequences and types that nothing
 * takes the place of, so that programs of the version before may go on using them. What is a part of
 * them stays with them. What of them would refuse the rows of a program that no longer knows them is
 * taken away (loosened): NOT NULL without a default, checks and foreign keys of columns.
 */

#include "domain/catalog/fact.h"

/*
 * Marks the live facts: is_postponed, and is_loosened of constraints that go all the same.
 *
 * joint       what is desired, and what of the live side is kept (fact_manage.h): what is in neither
 *             would go
 * allowances  what is to go and not to be put off (domain/allowance.h); or NULL
 */
void postponement_mark(struct fact_set *live, const struct fact_set *joint, const char *allowances);

/* Before what would go is found out. */
void postponement_clear(struct fact_set *live);

/* Takes NOT NULL from the columns in a joint set that are put off, but not from their live side. */
void postponement_loosen(struct fact_set *joint);

#endif
