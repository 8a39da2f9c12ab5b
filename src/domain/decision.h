#ifndef DOMAIN_DECISION_H
#define DOMAIN_DECISION_H

/*
 * What a run does about a schema; follows from its state (schema_state.h). Pure, so that every
 * case is a unit test.
 */

#include <stdbool.h>

#include "domain/managed_schema.h"
#include "domain/observed_state.h"

enum decision
{
	DECISION_NOTHING_TO_DO,
	DECISION_SUPERSEDED, /* a newer bundle version is recorded */
	DECISION_PARTITIONS, /* only a partition is due */
	DECISION_CREATE,     /* no schema, or an empty one */
	DECISION_CHANGE      /* everything else */
};

enum decision decide(const struct managed_schema *schema, const struct observed_state *observed,
                     bool force);

const char *decision_name(enum decision decision);

#endif
