#include "app/converge/data_replay.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/apply/script_sequence.h"
#include "app/apply/transaction.h"
#include "base/log.h"
#include "base/memory.h"
#include "domain/catalog/fact_name.h"
#include "domain/statement_reading.h"
#include "port/shadow.h"

/* Scripts in which only some statements are left; texts are the originals'. */
struct selection_of_statements
{
	struct script script;
	size_t data_count;  /* those that are not settings alone */
	size_t block_count; /* those of them that are DO */
	size_t passed_count;
	const struct statement *first_passed;
};

static void
selected_free(struct selection_of_statements *selected)
{
	free(selected->script.statements);
}

#define cleanup_selected __attribute__((cleanup(selected_free)))

static bool
is_new(const struct schema_run *run, const struct replay_sides *sides, enum fact_kind kind,
       const struct script_name *name)
{
	const char *schema = name->schema != NULL ? name->schema : run->schema->name;

	return fact_set_find_name(sides->before, kind, schema, name->name) == FACT_NOWHERE &&
	       fact_set_find_name(sides->after, kind, schema, name->name) != FACT_NOWHERE;
}

static bool
writes_what_is_new(const struct schema_run *run, const struct replay_sides *sides,
                   const struct statement_reading *reading, enum fact_kind kind)
{
	for (size_t index = 0; index < reading->writing.object_count; index++)
	{
		if (!is_new(run, sides, kind, &reading->writing.objects[index]))
			return false;
	}
	return reading->writing.object_count > 0;
}

/* Whether a statement runs on the live side after the plan. */
static bool
is_replayed(const struct schema_run *run, const struct replay_sides *sides,
            const struct statement_reading *reading)
{
	switch (reading->role)
	{
		case ROLE_SESSION:
		case ROLE_DATA_ALWAYS:
		case ROLE_DO:
		case ROLE_CALL_ONCE:
			return true;
		case ROLE_DATA_NEW_TABLE:
			return writes_what_is_new(run, sides, reading, FACT_TABLE);
		case ROLE_DATA_NEW_SEQUENCE:
			return writes_what_is_new(run, sides, reading, FACT_SEQUENCE);
		case ROLE_NONE:
		case ROLE_DEFINES:
		case ROLE_TRANSACTION:
		case ROLE_OUTSIDE:
		case ROLE_OTHER:
			break;
	}
	return false;
}

static bool
is_data(enum statement_role role)
{
	return role == ROLE_DATA_NEW_TABLE || role == ROLE_DATA_NEW_SEQUENCE;
}

static void
select_statement(const struct schema_run *run, const struct replay_sides *sides,
                 struct selection_of_statements *selected, struct statement *statement)
{
	cleanup_statement_reading struct statement_reading reading = {.role = ROLE_NONE};

	if (!statement_is_sent(statement))
		return;
	statement_reading_fill(&selected->script, statement, &reading);
	if (is_replayed(run, sides, &reading))
	{
		selected->data_count += reading.role != ROLE_SESSION;
		selected->block_count += reading.role == ROLE_DO;
		return;
	}
	if (is_data(reading.role) && selected->passed_count++ == 0)
		selected->first_passed = statement;
	statement->class = STATEMENT_SKIPPED;
}

static struct selection_of_statements
select_data(const struct schema_run *run, const struct replay_sides *sides,
            const struct script *script)
{
	struct selection_of_statements selected = {.script = *script};
	size_t count = script->statement_count;

	selected.script.statements = memory_allocate(count, sizeof *script->statements);
	for (size_t index = 0; index < count; index++)
	{
		selected.script.statements[index] = script->statements[index];
		/* What a shadow does without. */
		selected.script.statements[index].is_left_out = false;
		select_statement(run, sides, &selected, &selected.script.statements[index]);
	}
	return selected;
}

static bool
run_selected(struct schema_run *run, const struct script *script, struct failure *failure)
{
	return script_sequence_run_one(run, script, failure) &&
	       run->application->database->shadow->settle(run->connection->session, failure);
}

static void
tell_passed(const struct schema_run *run, const struct selection_of_statements *selected)
{
	if (selected->passed_count == 0)
		return;
	log_info("%s: %zu statements that write into tables which were there before are passed over, "
	         "the first in line %" PRId64
	         ": they would write twice (INSERT ... ON CONFLICT is run again)",
	         run->schema->source, selected->passed_count, selected->first_passed->line);
}

bool
data_replay(struct schema_run *run, const struct replay_sides *sides, struct failure *failure)
{
	const struct session_operations *session = run->application->database->session;

	if (!session->set_schema(run->connection->session, run->schema->name, failure))
		return false;
	for (size_t index = 0; index < run->schema->script_count; index++)
	{
		cleanup_selected struct selection_of_statements selected =
			select_data(run, sides, &run->schema->scripts[index]);

		tell_passed(run, &selected);
		if (selected.data_count > 0 && !run_selected(run, &selected.script, failure))
			return false;
	}
	return true;
}

/* Refused for what may be there after the plan: it then runs again. */
static bool
try_block(struct schema_run *run, const struct script *script, size_t place, bool *has_run,
          struct failure *failure)
{
	struct script_range range = {.script = script, .first = place, .count = 1};
	const struct database *database = run->application->database;
	struct session *session = run->connection->session;
	struct failure refusal = {0};

	if (!transaction_save(run, failure))
		return false;
	if (database->script->run(session, &range, run->application->progress, &refusal) &&
	    database->shadow->settle(session, &refusal))
	{
		*has_run = true;
		return transaction_keep(run, failure);
	}
	if (transaction_was_refused(&refusal))
	{
		log_debug("%s: put off: %s", run->schema->source, refusal.message);
		return transaction_go_back(run, failure);
	}
	*failure = refusal;
	return false;
}

/* Extensions and roles are in no schema: facts tell of them only where all of the database is managed. */
static bool
makes_what_no_fact_tells(const struct schema_run *run, const char *statement, size_t length_bytes)
{
	enum statement_shadow shadow = statement_shadow(statement, length_bytes);

	return run->schema->managed_scope != MANAGED_DATABASE &&
	       (shadow == SHADOW_EXTENSION || shadow == SHADOW_MAY_EXIST) &&
	       statement_begins(statement, length_bytes, "create");
}

static bool
is_early(const struct schema_run *run, const struct script *script,
         const struct statement *statement, enum statement_role role)
{
	return role == ROLE_DO || role == ROLE_SESSION ||
	       makes_what_no_fact_tells(run, script->text + statement->offset_bytes,
	                                statement->length_bytes);
}

static bool
has_block(const struct schema_run *run, const struct script *script)
{
	for (size_t place = 0; place < script->statement_count; place++)
	{
		const struct statement *statement = &script->statements[place];
		const char *text = script->text + statement->offset_bytes;

		if (statement_is_sent(statement) &&
		    (statement_role(text, statement->length_bytes) == ROLE_DO ||
		     makes_what_no_fact_tells(run, text, statement->length_bytes)))
			return true;
	}
	return false;
}

static bool
try_blocks(struct schema_run *run, const struct script *script, bool *has_run,
           struct failure *failure)
{
	if (!has_block(run, script))
		return true;
	for (size_t place = 0; place < script->statement_count; place++)
	{
		const struct statement *statement = &script->statements[place];
		cleanup_statement_reading struct statement_reading reading = {.role = ROLE_NONE};

		if (!statement_is_sent(statement))
			continue;
		statement_reading_fill(script, statement, &reading);
		if (is_early(run, script, statement, reading.role) &&
		    !try_block(run, script, place, has_run, failure))
			return false;
	}
	return true;
}

bool
data_replay_has_blocks(const struct schema_run *run)
{
	for (size_t index = 0; index < run->schema->script_count; index++)
	{
		if (has_block(run, &run->schema->scripts[index]))
			return true;
	}
	return false;
}

bool
data_replay_early(struct schema_run *run, bool *has_run, struct failure *failure)
{
	const struct session_operations *session = run->application->database->session;

	*has_run = false;
	if (!session->set_schema(run->connection->session, run->schema->name, failure))
		return false;
	for (size_t index = 0; index < run->schema->script_count; index++)
	{
		if (!try_blocks(run, &run->schema->scripts[index], has_run, failure))
			return false;
	}
	return !*has_run || transaction_clean(run, failure);
}

struct data_count
data_replay_count(const struct schema_run *run, const struct replay_sides *sides)
{
	struct data_count count = {0};

	for (size_t index = 0; index < run->schema->script_count; index++)
	{
		cleanup_selected struct selection_of_statements selected =
			select_data(run, sides, &run->schema->scripts[index]);

		count.blocks += selected.block_count;
		count.others += selected.data_count - selected.block_count;
	}
	return count;
}
