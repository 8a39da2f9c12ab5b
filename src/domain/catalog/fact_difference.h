#ifndef DOMAIN_CATALOG_FACT_DIFFERENCE_H
#define DOMAIN_CATALOG_FACT_DIFFERENCE_H

/* One object on two sides: whether it is the same, can be altered, or has to be made anew. */

#include "domain/catalog/change_step.h"
#include "domain/catalog/fact.h"

enum fact_outcome
{
	FACT_SAME,
	FACT_ALTERED,
	FACT_REPLACED
};

/* The definition that was read back is what the desired text makes: once more parsed, or as it is. */
bool fact_definition_is_desired(const struct fact *live, const struct fact *desired);

/* An attribute's value; null for one that the fact does not have. */
const struct fact_value *fact_value_of(const struct fact *fact, const char *name);

/*
 * live, desired       facts of one kind and identity
 * server_version_num  of the server that would run the steps
 * steps               empty; what alters the live object, for FACT_ALTERED
 * is_retyped          true if one of them gives a column another type
 */
enum fact_outcome fact_difference(const struct fact *live, const struct fact *desired,
                                  int server_version_num, struct change_steps *steps,
                                  bool *is_retyped);

#endif
