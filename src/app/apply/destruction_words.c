#include "app/apply/destruction_words.h"

#include "domain/allowance.h"
#include "domain/destroying_statement.h"

static bool
fail_by_words(const struct schema_run *run, const struct destroying_statement *statement,
              const char *name, struct failure *failure)
{
	fail(failure, FAILURE_DESTRUCTIVE,
	     "applying %s to database \"%s\" would destroy the rows of %s %s in a statement that runs "
	     "outside of a transaction, where nothing can be rolled back; nothing was changed",
	     run->schema->source, run->schema->database, statement->kind, name);
	return fail_hint(
		failure,
		"To allow just that: --allow '%s:%s' (or NOETL_ALLOW); to allow everything: --destructive allow.",
		statement->kind, name);
}

static bool
check_statement(const struct schema_run *run, const struct script *script,
                const struct statement *statement, struct failure *failure)
{
	const char *allowances = settings_text(run->application->settings, SETTING_ALLOW);
	struct destroying_statement read = {0};
	bool is_allowed = true;

	if (destroying_statement_read(script->text + statement->offset_bytes, statement->length_bytes,
	                              run->schema->name, &read))
	{
		for (size_t index = 0; is_allowed && index < read.names.count; index++)
		{
			is_allowed = allowances_have(allowances, read.kind, read.names.items[index]);
			if (!is_allowed)
				(void)fail_by_words(run, &read, read.names.items[index], failure);
		}
	}
	if (!is_allowed)
		script_place(script, statement->offset_bytes, &failure->place);
	name_list_free(&read.names);
	return is_allowed;
}

bool
destruction_check_words(const struct schema_run *run, const struct script *scripts,
                        size_t script_count, struct failure *failure)
{
	if (settings_integer(run->application->settings, SETTING_DESTRUCTIVE) == DESTRUCTIVE_ALLOW)
		return true;
	for (size_t index = 0; index < script_count; index++)
	{
		const struct script *script = &scripts[index];

		for (size_t at = 0; at < script->statement_count; at++)
		{
			if (script->statements[at].class == STATEMENT_OUTSIDE &&
			    !check_statement(run, script, &script->statements[at], failure))
				return false;
		}
	}
	return true;
}
