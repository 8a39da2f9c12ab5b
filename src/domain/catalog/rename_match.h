#ifndef DOMAIN_CATALOG_RENAME_MATCH_H
#define DOMAIN_CATALOG_RENAME_MATCH_H

#include "domain/catalog/change_set.h"

/*
 * An index or a constraint that would be dropped while another one, the same but for its name,
 * would be created on the same table, is renamed.
 */
void rename_match(struct change_set *changes);

#endif
