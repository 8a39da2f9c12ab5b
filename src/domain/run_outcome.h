#ifndef DOMAIN_RUN_OUTCOME_H
#define DOMAIN_RUN_OUTCOME_H

/* What a run did to a schema: the word in the ledger, the status document and the closing line. */

enum run_outcome
{
	OUTCOME_NONE, /* nothing so far */
	OUTCOME_CREATED,
	OUTCOME_CHANGED,
	OUTCOME_ADOPTED,  /* a schema that existed and that no run had recorded */
	OUTCOME_VERIFIED, /* the fingerprint had moved, but no definition */
	OUTCOME_RESET,
	OUTCOME_PASSWORD_CHANGED,
	OUTCOME_PARTITIONED,
	/*
	 * An attempt whose answer to COMMIT was lost had committed: the ledger has what it did. Never
	 * recorded.
	 */
	OUTCOME_COMMITTED,
	RUN_OUTCOME_COUNT
};

/* The word in the ledger; NULL for OUTCOME_NONE. Static text. */
const char *run_outcome_name(enum run_outcome outcome);

#endif
