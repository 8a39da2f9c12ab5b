#ifndef ADAPTER_POSTGRES_FACT_FACTS_H
#define ADAPTER_POSTGRES_FACT_FACTS_H

/*
 * Reads the facts of schemas: one query for each few kinds (sql/fact), all of them in one message,
 * and one for the dependencies.
 */

#include "port/convergence.h"

/* As in struct convergence_operations. */
bool facts_read(struct session *session, const struct fact_request *request, struct fact_set *set,
                struct failure *failure);

#endif
