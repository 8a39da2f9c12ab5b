#ifndef APP_CONVERGE_SHADOW_H
#define APP_CONVERGE_SHADOW_H

/*
 * What the schema ought to be, before anything is changed.
 */

#include "app/apply/schema_run.h"
#include "domain/catalog/fact.h"
#include "domain/definition.h"
#include "domain/name_list.h"

/*
 * The relations whose facts are told: those that are changed, and what hangs on what is. In a large
 * schema facts take many times as long as definitions.
 */
struct fact_selection
{
	struct name_list relations;
	bool is_of_all; /* whatever the list says */
};

/* For shadow_operations.facts(). Borrowed. */
const struct name_list *fact_selection_relations(const struct fact_selection *selection);

/* Something else that is asked while a shadow is there: of each that is tried, the last one counts. */
struct shadow_look
{
	void *context;
	bool (*read)(void *context, struct schema_run *run, struct failure *failure);
};

/* What the DDL makes. */
struct desired_state
{
	struct definitions definitions;
	struct fact_set facts; /* only where they are wanted */
	struct fact_selection selection;

	/* Set before. */
	bool wants_facts;
	const struct shadow_look *look;    /* NULL: nothing else is asked of the shadow */
	const struct fact_set *live_facts; /* of before the shadow; NULL: not known yet */
	/* Then of relations only those that differ from these are told, where that can be. */
	const struct definitions *live_definitions;
};

void desired_state_free(struct desired_state *desired);
#define cleanup_desired_state __attribute__((cleanup(desired_state_free)))

/*
 * Builds the schema beside the live one, reads its definitions and rolls back to a savepoint of
 * the transaction that is open. Others see nothing of it. Statements that cannot run in a
 * transaction are there as script_inside() writes them.
 *
 * refusal  why the desired state is not known: the session may not rename the schema, or the DDL
 *          does not run beside the live schema; FAILURE_NONE where it is known
 */
bool shadow_read_desired(struct schema_run *run, struct desired_state *desired,
                         struct failure *refusal, struct failure *failure);

#endif
