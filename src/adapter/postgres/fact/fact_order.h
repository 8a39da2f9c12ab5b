#ifndef ADAPTER_POSTGRES_FACT_FACT_ORDER_H
#define ADAPTER_POSTGRES_FACT_FACT_ORDER_H

/*
 * What only has to be made before a fact: for that nothing of it is rebuilt when the other one goes.
 */

#include "adapter/postgres/fact/fact_draft.h"

/* After all dependencies were told; the links of the draft at a place belong to the fact there. */
void fact_order_tell(struct fact_set *set, const struct fact_drafts *links);

#endif
