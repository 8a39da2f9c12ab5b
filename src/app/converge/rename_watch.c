#include "app/converge/rename_watch.h"

static bool
read_what_there_is(const struct schema_run *run, struct definitions *live, struct failure *failure)
{
	return run->application->database->catalog->definitions(run->connection->session, run->schema,
	                                                        live, failure);
}

bool
rename_watch_begin(const struct schema_run *run, struct rename_watch *watch,
                   struct failure *failure)
{
	const struct ledger_operations *ledger = run->application->database->ledger;

	if (run->observed.ledger_exists &&
	    !ledger->expected_elsewhere(run->connection->session, run->schema, &watch->promised,
	                                failure))
		return false;
	return watch->promised.objects.count == 0 || read_what_there_is(run, &watch->before, failure);
}

static bool
fail_as_promised(const struct schema_run *run, const struct definition *object,
                 struct failure *failure)
{
	fail(
		failure, FAILURE_DRIFT,
		"a rename that %s asks for would take %s %s in database \"%s\" from %s, which has promised "
		"it; nothing was changed",
		run->schema->source, object->kind_name, object->identity, run->schema->database,
		object->text != NULL ? object->text : "another source");
	return fail_hint(failure, "Write the annotation into the DDL that makes it, and apply that.");
}

bool
rename_watch_check(const struct schema_run *run, const struct rename_watch *watch,
                   struct failure *failure)
{
	const struct definition_list *promised = &watch->promised.objects;
	cleanup_definitions struct definitions after = {0};

	if (promised->count == 0)
		return true;
	if (!read_what_there_is(run, &after, failure))
		return false;
	for (size_t index = 0; index < promised->count; index++)
	{
		const struct definition *object = &promised->items[index];

		if (definitions_have(&watch->before, object) && !definitions_have(&after, object))
			return fail_as_promised(run, object, failure);
	}
	return true;
}

void
rename_watch_free(struct rename_watch *watch)
{
	definitions_free(&watch->promised);
	definitions_free(&watch->before);
}
