#ifndef DOMAIN_CATALOG_RETYPE_H
#define DOMAIN_CATALOG_RETYPE_H

/* Giving a column another type while it has rows. */

#include "domain/catalog/change_step.h"
#include "domain/catalog/fact.h"

/*
 * Adds the step before all others: what an attribute is set to is of the new type.
 *
 * live, desired  the column; both have the attribute "type"
 * using          the expression that makes new values out of old ones; NULL: casts, one after the other
 */
void retype_column(const struct fact *live, const struct fact *desired, const char *using,
                   struct change_steps *steps);

/*
 * The expression for a column whose type stands aside under another name, while one with other
 * labels, attributes or base takes its name.
 *
 * live, desired  the type
 * column         the desired one
 */
const char *retype_using(const struct fact *live, const struct fact *desired,
                         const struct fact *column, struct text_arena *texts);

/* A column of numbers that gets a type of fewer bytes: bounds of its sequence must fit before. */
bool retype_narrows_integer(const char *live_type, const char *desired_type);

#endif
