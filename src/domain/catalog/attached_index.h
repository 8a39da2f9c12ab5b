#ifndef DOMAIN_CATALOG_ATTACHED_INDEX_H
#define DOMAIN_CATALOG_ATTACHED_INDEX_H

/*
 * Indexes and constraints of partitions that are attached to those of the parent. No statement
 * detaches one: it goes with the parent's, or the whole partition is detached. So is what makes an
 * inherited check valid.
 */

#include "domain/catalog/change_set.h"

/*
 * Place of what has to be made anew for what becomes of the two; FACT_NOWHERE for none.
 *
 * place  of the live set
 */
size_t attached_index_remake(const struct change_set *changes, size_t place);

/* Place of the partition that has to be detached for as long; FACT_NOWHERE for none. */
size_t attached_index_detach(const struct change_set *changes, size_t place);

#endif
