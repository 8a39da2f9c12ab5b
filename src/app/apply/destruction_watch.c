#include "app/apply/destruction_watch.h"

#include "port/destruction.h"

static bool
mark_tables(struct schema_run *run, struct table_mark_list *marks, struct failure *failure)
{
	const struct destruction_operations *operations = run->application->database->destruction;

	return operations->mark(run->connection->session, run->ledger.schema, marks, failure);
}

bool
destruction_watch_begin(struct schema_run *run, struct destruction_watch *watch,
                        struct failure *failure)
{
	return mark_tables(run, &watch->before, failure);
}

bool
destruction_watch_measure(struct schema_run *run, struct failure *failure)
{
	struct destruction_watch *watch = run->watch;

	if (watch == NULL)
		return true;
	table_mark_list_free(&watch->after);
	watch->is_measured = mark_tables(run, &watch->after, failure);
	return watch->is_measured;
}

void
destruction_watch_free(struct destruction_watch *watch)
{
	table_mark_list_free(&watch->before);
	table_mark_list_free(&watch->after);
	suspect_list_free(&watch->remade);
}
