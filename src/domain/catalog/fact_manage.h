#ifndef DOMAIN_CATALOG_FACT_MANAGE_H
#define DOMAIN_CATALOG_FACT_MANAGE_H

/*
 * What of the live side a source is responsible for: what its DDL makes, and what the ledger
 * promises for it. All else in a managed schema is left alone: it is desired as it is, so that it
 * is put back where something that it depends on is made anew.
 */

#include <stdbool.h>
#include <stddef.h>

#include "domain/catalog/fact.h"
#include "domain/definition.h"
#include "domain/name_list.h"

struct management
{
	const struct definitions *promised;   /* for this source; NULL: nothing */
	const struct definitions *elsewhere;  /* for other sources; NULL: nothing */
	bool prunes;                          /* all in the managed schemas is managed */
	const struct name_list *kept_parents; /* tables, qualified, whose partitions are data */
	const struct name_list *left_out;     /* tables that are not desired after all; NULL: none */
};

/*
 * The desired facts, and those of the live side that are neither desired nor managed; what goes
 * with something that goes is not among them, and is claimed as CLAIM_OTHERS if it is not a part
 * of something that stays. A schema in which something is kept is kept, too. Both sets must outlive
 * the result, which borrows from them and which the caller frees.
 */
void fact_set_keep_unmanaged(const struct fact_set *desired, struct fact_set *live,
                             const struct management *management, struct fact_set *joint);

#endif
