#ifndef DOMAIN_CATALOG_NEW_LABEL_H
#define DOMAIN_CATALOG_NEW_LABEL_H

/*
 * Labels that an enum lacks. No transaction can use a label that it has added itself; in a type
 * that it has made, it can.
 */

#include "domain/catalog/fact.h"

/* Whether labels would be added to an enum that is there. */
bool new_label_is_added(const struct fact_set *live, const struct fact_set *desired);

/* From now on such an enum is to be made anew (fact_extra.needs_new_type). */
void new_label_replace_types(const struct fact_set *live, struct fact_set *desired);

/*
 * The live tables that hold values of such enums, by themselves or within other types. The caller
 * frees the items.
 */
struct fact_places new_label_tables(const struct fact_set *live, const struct fact_set *desired);

#endif
