#ifndef DOMAIN_LEFTOVER_H
#define DOMAIN_LEFTOVER_H

/*
 * What a source has promised, what its DDL no longer makes, and what is there all the same: to be
 * removed.
 */

#include "domain/definition.h"

struct leftover_sides
{
	const struct definitions *promised; /* by the ledger, for this source; NULL: nothing */
	const struct definitions *desired;
	const struct definitions *live;
	const struct definitions *elsewhere; /* promised for other sources */
};

/*
 * As differences of DEFINITION_UNMANAGED, borrowed from the live side. Left out is what no plan
 * removes: roles and the like, a schema (which stays as long as others have something in it), what
 * is in no schema, kinds that have no facts.
 */
void leftover_find(const struct leftover_sides *sides, struct definition_difference_list *left);

/* What a run leaves alone: nobody's promise, and not desired. Only what a person would name. */
void leftover_find_unmanaged(const struct leftover_sides *sides,
                             struct definition_difference_list *unmanaged);

#endif
