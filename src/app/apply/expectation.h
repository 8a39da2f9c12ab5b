#ifndef APP_APPLY_EXPECTATION_H
#define APP_APPLY_EXPECTATION_H

/*
 * What a schema that is changed has to be afterwards: as it is recorded where the DDL is the
 * same, else what a shadow of the new DDL shows. Known before the change, and held against
 * the live definitions after it.
 */

#include "app/apply/schema_run.h"
#include "app/converge/shadow.h"
#include "domain/catalog/fact.h"
#include "domain/catalog/generation.h"
#include "domain/definition.h"
#include "domain/name_list.h"

struct expectation
{
	struct definitions definitions;
	bool wants_facts;       /* set before: what brings the live side to it is wanted, too */
	bool is_known;          /* false: no shadow could be built, so nothing can be proved */
	bool is_renewed;        /* differs from what is recorded */
	struct failure drift;   /* what the live side lacks of it before the change; or FAILURE_NONE */
	struct failure refusal; /* why it is not known */
	/* What is recorded for this source, and for the others of the schema. */
	struct definitions recorded;
	struct definitions elsewhere;
	/* The live side before the change, where nothing else is known or it has been read already. */
	struct definitions before;
	/* What brings the live side to it, where the shadow could be built. */
	bool has_facts;
	struct fact_set live_facts;
	struct fact_set desired_facts;
	struct fact_selection selection;    /* what both are told of */
	struct generation_list generations; /* of what the plan made, or found */
	struct name_list later;             /* identities of the indexes that are built after COMMIT */
};

void expectation_free(struct expectation *expectation);
#define cleanup_expectation __attribute__((cleanup(expectation_free)))

/* In the transaction that is open; what a shadow changes is rolled back. */
bool expectation_learn(struct schema_run *run, struct expectation *expectation,
                       struct failure *failure);

/* The same, whatever is recorded: from a shadow of the DDL. */
bool expectation_learn_desired(struct schema_run *run, struct expectation *expectation,
                               struct failure *failure);

/*
 * Learns the facts of both sides, for app/converge/converge.h; expectation->has_facts where that
 * succeeded. Does nothing where they are known or cannot be.
 */
bool expectation_learn_facts(struct schema_run *run, struct expectation *expectation,
                             struct failure *failure);

/* Reads what the live side has now of what the facts are told of; live is freed before. */
bool expectation_read_facts(const struct schema_run *run, const struct expectation *expectation,
                            struct fact_set *live, struct failure *failure);

/* The same into expectation->live_facts. */
bool expectation_read_live_facts(const struct schema_run *run, struct expectation *expectation,
                                 struct failure *failure);

/*
 * What is recorded for this source and may be removed when the DDL no longer makes it; NULL where the
 * record is of files without names, which may be about several. Borrowed.
 */
const struct definitions *expectation_promised(const struct schema_run *run,
                                               const struct expectation *expectation);

/*
 * Whether all is as expected already. The fingerprint moves for things that change no definition
 * (a COMMENT said again, CLUSTER, a restored dump): then there is nothing to run. Not asked with
 * --force, nor where other DDL is recorded. What differs goes to expectation->drift.
 */
bool expectation_check_live(struct schema_run *run, struct expectation *expectation, bool *is_met,
                            struct failure *failure);

/*
 * Holds the definitions after the change against it: FAILURE_DRIFT that names what is missing.
 * Where it is not known, nothing is proved: FAILURE_DRIFT for what was broken before and still is,
 * else FAILURE_DENIED that tells why it is not known and what helps.
 */
bool expectation_prove(const struct schema_run *run, const struct expectation *expectation,
                       const struct definitions *live, struct failure *failure);

/* Why it is not known, as a failure that ends the run. Always false. */
bool expectation_fail_unknown(const struct schema_run *run, const struct expectation *expectation,
                              struct failure *failure);

/*
 * DDL that ran before is refused now because the schema has drifted: then failure becomes the
 * drift, with the refusal in its message. Always false.
 */
bool expectation_blame_drift(const struct schema_run *run, const struct expectation *expectation,
                             struct failure *failure);

#endif
