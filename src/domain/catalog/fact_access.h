#ifndef DOMAIN_CATALOG_FACT_ACCESS_H
#define DOMAIN_CATALOG_FACT_ACCESS_H

/*
 * The statements that turn live privileges into the desired ones.
 *
 * Compared as sets. Where they differ, everything is revoked from every grantee and granted in the
 * desired order: pg_dump shows the order, and GRANT appends.
 */

#include "domain/catalog/change_step.h"
#include "domain/catalog/fact.h"

/* In whatever order. */
bool fact_privileges_are_same(const struct fact_privilege_list *left,
                              const struct fact_privilege_list *right);

/* That very one. */
bool fact_privileges_contain(const struct fact_privilege_list *list,
                             const struct fact_privilege *privilege);

/* One side of a change: the privileges, and who owned the object while they were so. */
struct fact_access_side
{
	const struct fact_privilege_list *privileges;
	const char *owner;
};

/*
 * on       what to change: on, column and prefix are used
 * live     its owner keeps what he has, if that does not change
 */
void fact_access_change(const struct fact_access *on, struct fact_access_side live,
                        const struct fact_privilege_list *desired, struct change_steps *steps);

#endif
