#ifndef APP_CONVERGE_MANAGEMENT_H
#define APP_CONVERGE_MANAGEMENT_H

/*
 * What a run is responsible for, and what it leaves alone.
 */

#include "app/apply/expectation.h"
#include "app/apply/schema_run.h"

/*
 * What is desired: what the DDL makes, and as it is what of the live side is not managed. Of
 * expectation->has_facts, which must outlive it; the caller frees it.
 */
void management_desired(const struct schema_run *run, struct expectation *expectation,
                        struct fact_set *desired);

/*
 * The live side is another now: what new objects have from default privileges is not managed
 * either.
 */
void management_keep_details(const struct schema_run *run, const struct expectation *expectation,
                             const struct fact_set *live, struct fact_set *desired);

#endif
