#ifndef DOMAIN_CATALOG_FACT_DEFINITION_H
#define DOMAIN_CATALOG_FACT_DEFINITION_H

/*
 * Which definition is that of a fact. A fact without one of its own (a default, an attachment) is in
 * the definition of what it is a part of.
 */

#include <stdbool.h>

#include "domain/catalog/fact.h"
#include "domain/definition.h"

bool fact_kind_is_defined(enum fact_kind kind);

/* Whether definitions of that kind are those of facts; false for kinds that only their word names. */
bool fact_kind_defines(enum object_kind kind);

/* NULL if it is not among them; definitions may be NULL. */
const struct definition *fact_definition_find(const struct definitions *definitions,
                                              const struct fact *fact);

/*
 * Claims CLAIM_CHANGED for the live facts that are not desired, and that somebody has changed since
 * they were promised: their live hash is another one, or that of a part of them.
 */
void fact_definition_mark_changed(struct fact_set *facts, const struct fact_set *desired,
                                  const struct definitions *promised,
                                  const struct definitions *live);

#endif
