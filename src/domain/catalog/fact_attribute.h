#ifndef DOMAIN_CATALOG_FACT_ATTRIBUTE_H
#define DOMAIN_CATALOG_FACT_ATTRIBUTE_H

/* The statements that turn an attribute's live value into the desired one. */

#include "domain/catalog/change_step.h"
#include "domain/catalog/fact.h"

/*
 * Adds none where nothing need be done.
 *
 * live  the value; not the same as the desired one
 *
 * False: no statement sets it.
 */
bool fact_attribute_set(const struct fact_attribute *desired, const struct fact_value *live,
                        struct change_steps *steps);

#endif
