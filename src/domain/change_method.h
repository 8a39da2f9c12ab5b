#ifndef DOMAIN_CHANGE_METHOD_H
#define DOMAIN_CHANGE_METHOD_H

/*
 * The method by which a schema is changed, once the decision to change it is made.
 *
 * Pure, and the only place that combines goal, decision, kind of DDL and kind of session. The
 * code that runs a method reads only the method.
 */

#include <stdbool.h>

#include "domain/decision.h"

enum change_kind
{
	/* One transaction. What the schema holds afterwards becomes the expected state. */
	CHANGE_BY_CREATION,
	/* One transaction. The result is compared with the expected state. */
	CHANGE_BY_REPLAY,
	/* Some statement cannot run in a transaction block: step by step, with a journal. */
	CHANGE_BY_STEPS,
	/* Refused: a reset empties and fills in one transaction, which excludes these statements. */
	CHANGE_NEEDS_TRANSACTION,
	/* Refused: steps need one session, and a pooler may give each statement another one. */
	CHANGE_NEEDS_SESSION
};

struct change_method
{
	enum change_kind kind;
	bool empties_schema;  /* first, in the same transaction */
	bool repeats_scripts; /* until the definitions no longer change */
	/*
	 * From facts to a plan, where a shadow shows the desired ones; else, and where that fails, the
	 * DDL runs again and the result tells whether that was enough.
	 */
	bool converges;
	/* Where running the DDL again does not get there, a plan may: one transaction can be undone. */
	bool may_converge;
};

struct change_question
{
	enum run_goal goal;
	enum decision decision; /* DECISION_CREATE or DECISION_CHANGE */
	bool schema_exists;
	bool has_scripts;
	bool says_what_is_managed; /* by NOETL_MANAGED_SCHEMAS or NOETL_PRUNE */
	bool is_file;              /* no test proves that one run reaches its fixed point */
	bool has_outside;          /* some statement cannot run in a transaction block */
	bool is_behind_pooler;
};

struct change_method change_method_choose(const struct change_question *question);

#endif
