#ifndef DOMAIN_CATALOG_SEQUENCE_START_H
#define DOMAIN_CATALOG_SEQUENCE_START_H

#include "domain/catalog/change_step.h"
#include "domain/catalog/fact.h"

/*
 * The counter is state: a new sequence starts behind the rows that are there. It stays where its
 * options put it if there are none, or if it cannot be there.
 *
 * sequence  qualified and quoted
 */
void sequence_start_add(const char *sequence, const struct fact *column,
                        struct change_steps *steps);

#endif
