#ifndef DOMAIN_CATALOG_RENAME_SUGGESTION_H
#define DOMAIN_CATALOG_RENAME_SUGGESTION_H

#include "base/text.h"
#include "domain/catalog/fact.h"

/*
 * Appends sentences, a few at most, on columns that go while one of the same type comes to the same
 * table: the annotation that would make a rename of it.
 */
void rename_suggest(const struct fact_set *live, const struct fact_set *desired,
                    struct text *sentences);

#endif
