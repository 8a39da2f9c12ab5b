#ifndef DOMAIN_CATALOG_STEP_DROP_H
#define DOMAIN_CATALOG_STEP_DROP_H

#include "domain/catalog/change_order.h"
#include "domain/catalog/change_set.h"

/* Objects whose live names become those of identity columns. */
struct identity_names
{
	const char **items; /* sorted; texts of the desired set */
	size_t count;
};

void identity_names_collect(const struct change_set *changes, struct identity_names *names);
void identity_names_free(struct identity_names *names);
#define cleanup_identity_names __attribute__((cleanup(identity_names_free)))

/* Puts what drops an object that is dropped or replaced into its node. */
void step_drop_add(const struct change_set *changes, const struct identity_names *identities,
                   struct change_order *order, size_t place);

#endif
