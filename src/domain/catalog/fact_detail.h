#ifndef DOMAIN_CATALOG_FACT_DETAIL_H
#define DOMAIN_CATALOG_FACT_DETAIL_H

/*
 * What somebody has set on an object that the DDL makes, and that the DDL never sets: privileges of
 * grantees whom it does not name, storage parameters, statistics targets. They are not managed, and
 * so they are desired as they are: put back where the object is made anew, else left alone.
 */

#include "domain/catalog/fact.h"
#include "domain/catalog/fact_manage.h"

/*
 * Gives the desired facts in the joint set what the live ones have besides. May be called again for
 * another live side, after something was made anew without them: what was kept stays.
 *
 * desired  what the DDL makes: whom it names is told from all of it but the schemas, which have what
 *          whoever made them granted
 * joint    of fact_set_keep_unmanaged(), of the same desired side
 */
void fact_set_keep_details(const struct fact_set *desired, const struct fact_set *live,
                           const struct management *management, struct fact_set *joint);

#endif
