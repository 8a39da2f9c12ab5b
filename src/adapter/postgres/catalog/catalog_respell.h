#ifndef ADAPTER_POSTGRES_CATALOG_CATALOG_RESPELL_H
#define ADAPTER_POSTGRES_CATALOG_CATALOG_RESPELL_H

#include "domain/catalog/expression_spelling.h"
#include "domain/catalog/fact.h"

/* In all statements that have the fact's expression: its own, and those that make its column and its table. */
void catalog_respell(struct fact_set *set, struct fact *fact, enum expression_spelling spelling);

#endif
