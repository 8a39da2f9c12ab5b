#include "app/converge/authority.h"

#include "base/cleanup.h"
#include "domain/name_list.h"
#include "port/shadow.h"

enum
{
	PART_DEPTH = 3 /* a default of a column of a table */
};

/* The object's own, or that of what it is a part of; NULL for what has none. */
static const char *
owner_of(const struct fact_set *live, const struct fact *fact)
{
	for (int depth = 0; depth < PART_DEPTH; depth++)
	{
		const struct fact_attribute *owner = fact_attribute_find(fact, "owner");

		if (owner != NULL)
			return owner->value.text;
		if (fact->parent == FACT_NOWHERE)
			return NULL;
		fact = &live->items[fact->parent];
	}
	return NULL;
}

static const char *
owner_of_step(const struct fact_set *live, const struct change_step *step)
{
	size_t place = fact_set_find(live, step->kind, step->id);

	return place == FACT_NOWHERE ? NULL : owner_of(live, &live->items[place]);
}

static bool
fail_stranger(const struct schema_run *run, const struct change_step *step, const char *owner,
              struct failure *failure)
{
	fail(failure, FAILURE_DENIED,
	     "%s %s in database \"%s\" has to be changed for %s, and belongs to role %s, which role "
	     "\"%s\" is not and cannot become; nothing was changed",
	     fact_kind_name(step->kind), step->id, run->schema->database, run->schema->source, owner,
	     run->schema->owner);
	failure->reason = REASON_NO_PRIVILEGE;
	return fail_hint(failure, "As an administrator: GRANT %s TO \"%s\", or make \"%s\" its owner.",
	                 owner, run->schema->owner, run->schema->owner);
}

static bool
fail_of_another_ledger(const struct schema_run *run, const struct change_step *step,
                       const char *owner, struct failure *failure)
{
	fail(failure, FAILURE_DENIED,
	     "%s %s in database \"%s\" has to be changed for %s, and belongs to role %s, which has a "
	     "ledger of its own there: what it made is not pruned; nothing was changed",
	     fact_kind_name(step->kind), step->id, run->schema->database, run->schema->source, owner);
	failure->reason = REASON_NO_PRIVILEGE;
	return fail_hint(failure, "Run without --prune, or make \"%s\" its owner.", run->schema->owner);
}

static void
collect_owners(const struct fact_set *live, const struct change_plan *plan,
               struct name_list *owners)
{
	for (size_t index = 0; index < plan->count; index++)
	{
		const char *owner = owner_of_step(live, &plan->steps[index]);

		if (owner != NULL)
			name_list_append_once(owners, owner);
	}
}

static void
strangers_free(struct strangers *strangers)
{
	name_list_free(&strangers->unreachable);
	name_list_free(&strangers->with_ledger);
}

bool
authority_check(const struct schema_run *run, const struct fact_set *live,
                const struct change_plan *plan, struct failure *failure)
{
	cleanup_name_list struct name_list owners = {0};
	cleanup_(strangers_free) struct strangers strangers = {.unreachable = {0}};

	collect_owners(live, plan, &owners);
	if (owners.count == 0)
		return true;
	if (!run->application->database->shadow->find_strangers(run->connection->session, run->schema,
	                                                        &owners, &strangers, failure))
		return false;
	for (size_t index = 0; index < plan->count; index++)
	{
		const struct change_step *step = &plan->steps[index];
		const char *owner = owner_of_step(live, step);

		if (owner != NULL && name_list_contains(&strangers.unreachable, owner))
			return fail_stranger(run, step, owner, failure);
		if (owner != NULL && name_list_contains(&strangers.with_ledger, owner))
			return fail_of_another_ledger(run, step, owner, failure);
	}
	return true;
}
