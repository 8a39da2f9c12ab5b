#ifndef DOMAIN_CHANGE_METHOD_H
#define DOMAIN_CHANGE_METHOD_H

/*
 * How a schema is changed, once it is decided that it is.
 *
 * Pure, and the only place that weighs goal, decision, kind of DDL and kind of session
 * against each other. The code that runs a method reads the method, not these.
 */

#include <stdbool.h>

#include "domain/decision.h"

enum change_kind
{
	/* One transaction; what the schema then holds is what is expected of it from now on. */
	CHANGE_BY_CREATION,
	/* One transaction; the DDL is run again, and the result is held against what is expected. */
	CHANGE_BY_REPLAY,
	/* Some statement cannot run in a transaction block: step by step, with a journal. */
	CHANGE_BY_STEPS,
	/* Refused: a reset empties and fills in one transaction, which these statements cannot be in. */
	CHANGE_NEEDS_TRANSACTION,
	/* Refused: steps want one session, and a pooler gives each statement another. */
	CHANGE_NEEDS_SESSION
};

struct change_method
{
	enum change_kind kind;
	bool empties_schema;  /* first, in the same transaction */
	bool repeats_scripts; /* until the definitions no longer change */
};

struct change_question
{
	enum run_goal goal;
	enum decision decision; /* DECISION_CREATE or DECISION_CHANGE */
	bool schema_exists;
	bool has_scripts;
	bool is_file;     /* not proved by a test to be at its end after one run */
	bool has_outside; /* some statement cannot run in a transaction block */
	bool is_behind_pooler;
};

struct change_method change_method_choose(const struct change_question *question);

#endif
