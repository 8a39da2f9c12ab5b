#include "app/apply/reset_schema.h"

#include <stdio.h>

#include "app/apply/reset_others.h"
#include "base/crash_point.h"
#include "port/reset.h"

bool
reset_schema_check(const struct managed_schema *schema, const struct schema_contents *contents,
                   struct failure *failure)
{
	cleanup_text struct text list = TEXT_EMPTY;

	if (contents->dependent_count == 0)
		return true;
	(void)fail(failure, FAILURE_DESTRUCTIVE,
	           "schema \"%s\" in database \"%s\" cannot be reset: %zu object%s outside it depend%s "
	           "on what is in it and would be dropped too",
	           schema->name, schema->database, contents->dependent_count,
	           contents->dependent_count == 1 ? "" : "s",
	           contents->dependent_count == 1 ? "s" : "");
	schema_contents_list_dependents(contents, sizeof failure->detail / 2, &list);
	(void)snprintf(failure->detail, sizeof failure->detail, "%s", text_bytes(&list));
	return fail_hint(failure, "Drop these objects, or what ties them to the schema, and make them "
	                          "again after the reset.");
}

bool
reset_schema_if_asked(struct schema_run *run, struct failure *failure)
{
	const struct reset_operations *operations = run->application->database->reset;
	struct session *session = run->connection->session;
	cleanup_schema_contents struct schema_contents contents = {0};

	if (!run->method.empties_schema)
		return true;

	const struct reset_scope scope = {.schema = run->schema->name,
	                                  .later = run->schema + 1,
	                                  .later_count = schema_run_left_count(run) - 1};

	if (!reset_others_check(run->application, session, run->schema, failure) ||
	    !operations->contents(session, &scope, &contents, failure) ||
	    !reset_schema_check(run->schema, &contents, failure) ||
	    !operations->empty(session, &scope, failure))
		return false;
	crash_point("schema_emptied");
	return true;
}
