#ifndef DOMAIN_CATALOG_TYPE_PARTS_H
#define DOMAIN_CATALOG_TYPE_PARTS_H

/* Labels of enums, attributes of composite types: what of them can be changed in place. */

#include "domain/catalog/change_step.h"
#include "domain/catalog/fact.h"

/* Adds what turns the live parts into the desired ones. False: the type must be made anew. */
bool type_parts_change(const struct fact *live, const struct fact *desired,
                       struct change_steps *steps);

/* Comments on the attributes of a composite type; live is NULL for a type that was just made. */
void type_parts_comment(const struct fact *live, const struct fact *desired,
                        struct change_steps *steps);

#endif
