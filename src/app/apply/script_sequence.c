#include "app/apply/script_sequence.h"

#include <inttypes.h>
#include <string.h>

#include "app/apply/data_once.h"
#include "app/apply/destruction_watch.h"
#include "app/apply/drift.h"
#include "app/apply/transaction.h"
#include "base/log.h"
#include "base/text.h"
#include "domain/script_data.h"

/*
 * One run that changes, one that mends what the first left short, one that shows
 * that nothing is left to change. The NoETL project's own file needs all three.
 */
enum
{
	FIXED_POINT_RUNS = 3
};

/* There would be nothing to promise, and a later run would add its rows again. */
static bool
fail_data_alone(const struct managed_schema *schema, struct failure *failure)
{
	(void)fail(failure, FAILURE_SETTINGS,
	           "%s holds data alone: no statement of it defines anything",
	           schema->script_count == 1 ? schema->scripts[0].name : schema->source);
	return fail_hint(failure, "Load data with psql, or give the DDL too (pg_dump without "
	                          "--data-only).");
}

bool
script_sequence_scan(const struct application *application, const struct managed_schema *schema,
                     struct failure *failure)
{
	for (size_t index = 0; index < schema->script_count; index++)
	{
		struct script *script = &schema->scripts[index];

		if (script->statements == NULL && !application->database->script->scan(script, failure))
			return false;
	}
	return !schema->is_file || !script_data_is_all(schema->scripts, schema->script_count) ||
	       fail_data_alone(schema, failure);
}

void
script_sequence_adapt(const struct schema_run *run)
{
	for (size_t index = 0; run->schema->is_file && index < run->schema->script_count; index++)
		run->application->database->script->adapt(run->connection->session,
		                                          &run->schema->scripts[index]);
}

static const struct statement *
first_transaction_control(const struct script *script)
{
	for (size_t at = 0; at < script->statement_count; at++)
	{
		if (script->statements[at].class == STATEMENT_BEGIN_COMMIT)
			return &script->statements[at];
	}
	return NULL;
}

static void
warn_of_unknown(const struct script *script)
{
	cleanup_text struct text settings = TEXT_EMPTY;

	for (size_t at = 0; at < script->statement_count; at++)
	{
		const struct statement *statement = &script->statements[at];

		if (statement->class == STATEMENT_UNKNOWN_DEFAULT)
			text_append_format(&settings, "%s\"%.*s\" (line %" PRId64 ")",
			                   settings.length_bytes > 0 ? ", " : "", (int)statement->length_bytes,
			                   script->text + statement->offset_bytes, statement->line);
	}
	if (settings.length_bytes > 0)
		log_warning(
			"%s: this server does not know what is set there, and behaves so anyway; passed "
			"over: %s",
			script->name, text_bytes(&settings));
}

static bool
has_statement(const struct script *script)
{
	for (size_t at = 0; at < script->statement_count; at++)
	{
		if (script->statements[at].class != STATEMENT_SKIPPED)
			return true;
	}
	return false;
}

enum
{
	COMMAND_BYTES = 24 /* of a command of psql, with the backslash, as it is told */
};

/* "\set, \echo": each command that is passed over, once. */
static void
list_commands(const struct script *script, struct text *list)
{
	for (size_t at = 0; at < script->statement_count; at++)
	{
		const struct statement *statement = &script->statements[at];
		const char *text = script->text + statement->offset_bytes;
		char command[COMMAND_BYTES] = "";
		size_t length_bytes = strcspn(text, " \t\r\n;");

		if (statement->class != STATEMENT_SKIPPED || *text != '\\' ||
		    length_bytes >= sizeof command - 1)
			continue;
		memcpy(command, text, length_bytes);
		memcpy(command + length_bytes, ",", sizeof ",");
		if (list->bytes == NULL || strstr(list->bytes, command) == NULL)
			text_append_format(list, "%s%s", list->bytes != NULL ? " " : "", command);
	}
	if (list->length_bytes > 0)
		list->bytes[--list->length_bytes] = '\0';
}

static void
tell_commands(const struct script *script)
{
	cleanup_text struct text commands = TEXT_EMPTY;

	list_commands(script, &commands);
	if (commands.length_bytes > 0)
		log_info("%s: commands of psql are passed over: %s", script->name, text_bytes(&commands));
	for (size_t at = 0; at < script->statement_count; at++)
	{
		const struct statement *statement = &script->statements[at];

		if (statement->class == STATEMENT_SKIPPED && script->text[statement->offset_bytes] != '\\')
			log_info("%s:%" PRId64 ": %.*s is passed over: it changes nothing here",
			         script_file_name(script, statement->offset_bytes), statement->line,
			         (int)statement->length_bytes, script->text + statement->offset_bytes);
		if (statement->class == STATEMENT_SKIPPED && statement->data_length_bytes > 0)
			log_warning("%s:%" PRId64 ": \\q ends the file: what stands behind it is not run",
			            script_file_name(script, statement->offset_bytes), statement->line);
	}
}

static bool
is_given_before(const struct managed_schema *schema, size_t index)
{
	const char *path = schema->scripts[index].path;

	for (size_t before = 0; path != NULL && before < index; before++)
	{
		if (text_is_same(schema->scripts[before].path, path))
			return true;
	}
	return false;
}

void
script_sequence_warn(const struct managed_schema *schema)
{
	for (size_t index = 0; index < schema->script_count; index++)
	{
		const struct script *script = &schema->scripts[index];
		const struct statement *statement = first_transaction_control(script);

		if (statement != NULL)
			log_warning("%s:%" PRId64 ": BEGIN and COMMIT are left out: the program itself begins "
			            "and ends the transaction",
			            script_file_name(script, statement->offset_bytes), statement->line);
		if (!has_statement(script))
			log_warning("%s holds no statement", script->name);
		tell_commands(script);
		warn_of_unknown(script);
		if (is_given_before(schema, index))
			log_warning("%s is given more than once, and run as often", script->name);
	}
}

bool
script_sequence_has_outside(const struct managed_schema *schema)
{
	for (size_t index = 0; index < schema->script_count; index++)
	{
		if (script_has_outside(&schema->scripts[index]) ||
		    script_has_commit(&schema->scripts[index]))
			return true;
	}
	return false;
}

bool
script_sequence_run_one(struct schema_run *run, const struct script *script,
                        struct failure *failure)
{
	const struct application *application = run->application;
	struct script_range range = {.script = script};

	while (script_next_step(&range))
	{
		if (script_range_is_outside(&range))
			continue;
		if (!application->database->script->run(run->connection->session, &range,
		                                        application->progress, failure))
			return false;
		run->result.statement_count += (int64_t)script_range_sent_count(&range);
	}
	return true;
}

bool
script_sequence_run(struct schema_run *run, struct failure *failure)
{
	for (size_t index = 0; index < run->schema->script_count; index++)
	{
		if (!script_sequence_run_one(run, &run->schema->scripts[index], failure))
			return false;
	}
	return true;
}

/* Bundles have their tests: by themselves they make nothing elsewhere. */
static bool
claim_managed(const struct schema_run *run, struct failure *failure)
{
	const struct catalog_operations *catalog = run->application->database->catalog;

	return !managed_schema_may_reach_beyond(run->schema) ||
	       catalog->claim_managed(run->connection->session, run->schema, failure);
}

static bool
run_once_and_read(struct schema_run *run, struct definitions *definitions, struct failure *failure)
{
	const struct database *database = run->application->database;

	/* No run of the scripts finds anything of another one in the session, nor what is read after it. */
	return transaction_clean(run, failure) &&
	       database->session->set_schema(run->connection->session, run->schema->name, failure) &&
	       script_sequence_run(run, failure) && transaction_clean(run, failure) &&
	       claim_managed(run, failure) &&
	       database->catalog->definitions(run->connection->session, run->schema, definitions,
	                                      failure);
}

static bool
is_fixed_point(const struct definitions *before, const struct definitions *after)
{
	cleanup_definition_difference_list struct definition_difference_list differences = {0};

	definitions_compare(before, after, &differences);
	return differences.count == 0;
}

static bool
fail_without_fixed_point(const struct schema_run *run, const struct definitions *before,
                         const struct definitions *after, struct failure *failure)
{
	cleanup_definition_difference_list struct definition_difference_list differences = {0};

	definitions_compare(before, after, &differences);
	fail(failure, FAILURE_DDL,
	     "%s in schema \"%s\" still changes definitions in run %d, so no later run could tell "
	     "whether anything is left to do",
	     run->schema->source, run->schema->name, FIXED_POINT_RUNS);
	drift_list(&differences, failure->detail, sizeof failure->detail);
	return fail_hint(failure, "Make the statements that define these objects say the same "
	                          "whenever they run.");
}

/* What a further run drops and makes anew would stay empty without its data. */
static bool
keep_run(struct schema_run *run, struct definitions *after, struct failure *failure)
{
	if (!data_once_continue(run))
		return transaction_keep(run, failure);
	definitions_free(after);
	return transaction_go_back(run, failure) && transaction_save(run, failure) &&
	       run_once_and_read(run, after, failure) && transaction_keep(run, failure);
}

/*
 * Runs a file's DDL once more, to see whether that changes anything. If not, the run is undone. A
 * file that cannot be run twice (a dump) is refused the second time; the first run stands.
 */
static bool
run_again(struct schema_run *run, const struct definitions *before, struct definitions *after,
          bool *is_stable, struct failure *failure)
{
	int64_t statement_count = run->result.statement_count;
	struct failure refusal = {0};

	/* Counters count what is rolled back, too. */
	if (!destruction_watch_measure(run, failure) || !transaction_save(run, failure))
		return false;

	data_once_leave_out(run);

	bool is_done = run_once_and_read(run, after, &refusal);

	if (!is_done && (refusal.kind != FAILURE_DDL || !transaction_may_go_back(&refusal)))
	{
		*failure = refusal;
		return false;
	}
	*is_stable = !is_done || is_fixed_point(before, after);
	if (!*is_stable)
		return keep_run(run, after, failure);
	run->result.statement_count = statement_count;
	if (!is_done)
		log_info("%s cannot be run twice, so its first run is taken for the whole: %s",
		         run->schema->source, refusal.message);
	return transaction_go_back(run, failure);
}

bool
script_sequence_run_to_fixed_point(struct schema_run *run, struct definitions *definitions,
                                   struct failure *failure)
{
	cleanup_definitions struct definitions before = {0};
	bool is_stable = !run->method.repeats_scripts;

	if (!run_once_and_read(run, &before, failure))
		return false;
	for (int runs = 1; !is_stable; runs++)
	{
		cleanup_definitions struct definitions after = {0};

		if (!run_again(run, &before, &after, &is_stable, failure))
			return false;
		if (is_stable)
			break;
		if (runs + 1 == FIXED_POINT_RUNS)
			return fail_without_fixed_point(run, &before, &after, failure);
		log_debug("%s: run %d changed definitions, running again", run->schema->source, runs + 1);
		definitions_free(&before);
		before = after;
		after = (struct definitions){0};
	}
	*definitions = before;
	before = (struct definitions){0};
	return true;
}

void
script_sequence_append_outside(const struct script *scripts, size_t script_count,
                               struct text *statements)
{
	for (size_t index = 0; index < script_count; index++)
	{
		struct script_range range = {.script = &scripts[index]};

		while (script_next_step(&range))
		{
			const struct statement *first = &range.script->statements[range.first];

			if (script_range_is_outside(&range))
				text_append_bytes(statements, range.script->text + first->offset_bytes,
				                  first->length_bytes);
		}
	}
}
