#ifndef DOMAIN_CATALOG_GENERATION_H
#define DOMAIN_CATALOG_GENERATION_H

/*
 * Objects whose text, as the server words it, makes another object when it is parsed again: what
 * the DDL makes is the first generation, what that one's text makes is the second. They mean the
 * same.
 */

#include "domain/catalog/fact.h"
#include "domain/definition.h"
#include "domain/name_list.h"

struct generation
{
	enum fact_kind kind;
	const char *id;
	const char *first; /* fact.definition of either */
	const char *second;
};

struct generation_list
{
	struct generation *items;
	size_t count;
	struct text_arena texts;
};

void generation_list_free(struct generation_list *list);

/* Those of desired facts that are known (fact_extra.reparsed); in place of what is in the list. */
void generation_list_collect(const struct fact_set *desired, struct generation_list *list);

/*
 * Where a live definition differs from the expected one in nothing but the generation, it is what
 * is expected from now on, and is named: "constraint s.t.k".
 */
void generation_list_accept(const struct generation_list *list, const struct definitions *live,
                            struct definitions *expected, struct name_list *named);

#endif
