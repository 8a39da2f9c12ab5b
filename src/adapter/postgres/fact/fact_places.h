#ifndef ADAPTER_POSTGRES_FACT_FACT_PLACES_H
#define ADAPTER_POSTGRES_FACT_FACT_PLACES_H

/*
 * Building lists of places, which are sorted and without duplicates when they are done.
 */

#include "domain/catalog/fact.h"

/* At the end; FACT_NOWHERE is not added. */
void fact_places_add(struct fact_places *places, size_t place);

/* Those of another list, at the end. */
void fact_places_append(struct fact_places *places, const struct fact_places *more);

/* Sorts; duplicates go, and the fact's own place. */
void fact_places_finish(struct fact_places *places, size_t own);

#endif
