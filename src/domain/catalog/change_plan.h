#ifndef DOMAIN_CATALOG_CHANGE_PLAN_H
#define DOMAIN_CATALOG_CHANGE_PLAN_H

/*
 * From two sets of facts to the ordered list of statements that turn the live side into the
 * desired one. Pure: what it cannot foresee (privileges that default privileges bring, names that
 * the server chooses) the next round sees (app/converge/rounds.c).
 */

#include <stddef.h>

#include "base/text_arena.h"
#include "domain/catalog/change_step.h"
#include "domain/catalog/fact.h"

struct change_plan
{
	struct change_step *steps;
	size_t count;
	const struct fact **unmade; /* desired objects that no statement makes; what needs them fails */
	size_t unmade_count;
	struct text_arena texts;
};

void change_plan_free(struct change_plan *plan);
#define cleanup_change_plan __attribute__((cleanup(change_plan_free)))

/* Both sets outlive the plan. The live one says which server will run it. */
void change_plan_make(const struct fact_set *live, const struct fact_set *desired,
                      struct change_plan *plan);

#endif
