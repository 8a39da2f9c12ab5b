#ifndef DOMAIN_RUN_OUTCOME_H
#define DOMAIN_RUN_OUTCOME_H

/*
 * What a run did to a schema, as the ledger, the status document and the closing line say it.
 */

enum run_outcome
{
	OUTCOME_NONE, /* nothing so far */
	OUTCOME_CREATED,
	OUTCOME_CHANGED,
	OUTCOME_ADOPTED,  /* a schema that was there and that no run had recorded */
	OUTCOME_VERIFIED, /* the fingerprint had moved, no definition had */
	OUTCOME_RESET,
	OUTCOME_PASSWORD_CHANGED,
	OUTCOME_PARTITIONED,
	/* By an attempt whose answer to COMMIT was lost: what it did is in the ledger. Never recorded. */
	OUTCOME_COMMITTED,
	RUN_OUTCOME_COUNT
};

/* The word in the ledger; NULL for OUTCOME_NONE. Static text. */
const char *run_outcome_name(enum run_outcome outcome);

#endif
