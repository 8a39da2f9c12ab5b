#ifndef ADAPTER_POSTGRES_FACT_FACT_FAMILY_H
#define ADAPTER_POSTGRES_FACT_FACT_FAMILY_H

/*
 * Joins facts to those that their queries name: parents, and what pg_depend does not say.
 */

#include <stddef.h>

#include "adapter/postgres/fact/fact_draft.h"
#include "adapter/postgres/fact/fact_place_map.h"

/* The links of the draft at a place belong to the fact there. Lists of places are not finished. */
void fact_family_join(struct fact_set *set, const struct fact_drafts *links,
                      const struct fact_place_map *places);

#endif
