#include "app/converge/later_index.h"

#include <string.h>

#include "app/converge/policy.h"
#include "app/converge/step_runner.h"
#include "app/run_mandate.h"
#include "base/cleanup.h"
#include "base/crash_point.h"
#include "base/log.h"
#include "base/text.h"
#include "domain/catalog/fact_difference.h"
#include "domain/catalog/fact_name.h"
#include "domain/renamable_statement.h"
#include "domain/statement_reading.h"
#include "port/destruction.h"

enum
{
	/* A build of less takes no longer than other steps of a plan. */
	LARGE_BYTES = 10 << 20
};

static const struct fact *
find_live(const struct fact_set *live, enum fact_kind kind, const char *id)
{
	size_t place = id != NULL ? fact_set_find(live, kind, id) : FACT_NOWHERE;

	return place != FACT_NOWHERE ? &live->items[place] : NULL;
}

/* The server builds none concurrently on a partitioned table. */
static bool
is_plain_table(const struct fact *table)
{
	return table != NULL && table->definition[0] == 'r';
}

/* A foreign key, a replica identity, a partition's index: they would have to wait, too. */
static bool
is_needed(const struct fact_set *desired, size_t place)
{
	for (size_t i = 0; i < desired->count; i++)
	{
		const struct fact_places *needed = &desired->items[i].dependencies;

		for (size_t j = 0; j < needed->count; j++)
		{
			if (needed->items[j] == place)
				return true;
		}
	}
	return false;
}

/* One that only has to be renamed. */
static bool
is_there_otherwise_named(const struct fact_set *live, const struct fact_set *desired,
                         const struct fact *index)
{
	for (size_t i = 0; i < live->count; i++)
	{
		const struct fact *other = &live->items[i];

		if (other->kind == FACT_INDEX && text_is_same(other->parent_id, index->parent_id) &&
		    text_is_same(other->extra.rename, index->extra.rename) &&
		    fact_set_find(desired, FACT_INDEX, other->id) == FACT_NOWHERE)
			return true;
	}
	return false;
}

static bool
may_wait(const struct expectation *expectation, size_t place)
{
	const struct fact_set *live = &expectation->live_facts;
	const struct fact_set *desired = &expectation->desired_facts;
	const struct fact *index = &desired->items[place];
	const struct fact *there = find_live(live, FACT_INDEX, index->id);

	return is_plain_table(find_live(live, FACT_TABLE, index->parent_id)) &&
	       (there == NULL || !fact_definition_is_desired(there, index)) &&
	       !is_needed(desired, place) && !is_there_otherwise_named(live, desired, index);
}

/* The place of the desired index that the statement makes, if it may wait. */
static size_t
find_made(const struct schema_run *run, const struct expectation *expectation,
          const struct script *script, const struct statement *statement)
{
	cleanup_statement_reading struct statement_reading reading = {.role = ROLE_NONE};
	struct renamable_list made = {0};
	size_t place = FACT_NOWHERE;

	statement_reading_fill(script, statement, &reading);
	if (!reading.is_concurrent || reading.writing.object_count == 0)
		return FACT_NOWHERE;
	renamable_statement_read(script->text + statement->offset_bytes, statement->length_bytes,
	                         &made);
	if (made.count > 0 && made.items[0].kind == RENAMABLE_INDEX)
	{
		const struct script_name *name = &made.items[0].name;

		place =
			fact_set_find_name(&expectation->desired_facts, FACT_INDEX,
		                       name->schema != NULL ? name->schema : run->schema->name, name->name);
	}
	renamable_list_free(&made);
	return place != FACT_NOWHERE && may_wait(expectation, place) ? place : FACT_NOWHERE;
}

static bool
is_large(const struct loss_list *sizes, const char *table)
{
	const struct loss *size = loss_list_find(sizes, table);

	return size != NULL && size->size_bytes >= LARGE_BYTES;
}

/* Those that may wait; marked until their tables are measured. */
static void
mark_candidates(const struct schema_run *run, struct expectation *expectation,
                struct suspect_list *tables)
{
	for (size_t i = 0; i < run->schema->script_count; i++)
	{
		const struct script *script = &run->schema->scripts[i];

		for (size_t at = 0; at < script->statement_count; at++)
		{
			size_t place = find_made(run, expectation, script, &script->statements[at]);

			if (place == FACT_NOWHERE)
				continue;

			struct fact *index = &expectation->desired_facts.items[place];

			index->extra.is_built_later = true;
			policy_suspect_whole(find_live(&expectation->live_facts, FACT_TABLE, index->parent_id),
			                     tables);
		}
	}
}

bool
later_index_choose(const struct schema_run *run, struct expectation *expectation,
                   struct failure *failure)
{
	const struct destruction_operations *operations = run->application->database->destruction;
	cleanup_suspect_list struct suspect_list tables = {0};
	cleanup_loss_list struct loss_list sizes = {0};

	name_list_free(&expectation->later);
	expectation->later = (struct name_list){0};
	/* Behind a pooler the lock does not outlast the transaction. */
	if (run->has_built_later || run->observed.is_behind_pooler)
		return true;
	mark_candidates(run, expectation, &tables);
	if (tables.count > 0 &&
	    !operations->read_losses(run->connection->session, &tables, &sizes, failure))
		return false;
	for (size_t i = 0; i < expectation->desired_facts.count; i++)
	{
		struct fact *index = &expectation->desired_facts.items[i];

		if (!index->extra.is_built_later)
			continue;
		index->extra.is_built_later = is_large(&sizes, index->parent_id);
		if (!index->extra.is_built_later)
			continue;
		name_list_append(&expectation->later, index->id);
		log_info("%s: index %s is built after COMMIT, as table %s is large", run->schema->source,
		         index->id, index->parent_id);
	}
	return true;
}

void
later_index_leave_out(const struct name_list *later, struct definitions *definitions)
{
	struct definition_list *objects = &definitions->objects;
	size_t kept_count = 0;

	for (size_t i = 0; i < objects->count; i++)
	{
		if (objects->items[i].kind != KIND_INDEX ||
		    !name_list_contains(later, objects->items[i].identity))
			objects->items[kept_count++] = objects->items[i];
	}
	objects->count = kept_count;
}

/* "CREATE UNIQUE INDEX i ON ..." as the server words it. */
static char *
statement_of(const struct fact *index)
{
	static const char word[] = " INDEX ";
	struct text sql = TEXT_EMPTY;
	const char *at = strstr(index->create_sql, word);

	if (at == NULL)
		return NULL;
	text_append_bytes(&sql, index->create_sql, (size_t)(at - index->create_sql));
	text_append_format(&sql, "%sCONCURRENTLY%s", word, at + sizeof word - 2);
	return text_steal(&sql);
}

static bool
run_outside(struct schema_run *run, const char *sql, struct failure *failure)
{
	const struct script_operations *operations = run->application->database->script;
	struct script script = step_runner_script(run, sql);
	struct script_range range = {.script = &script, .count = 1};
	bool is_done =
		operations->scan(&script, failure) &&
		operations->run(run->connection->session, &range, run->application->progress, failure);

	script_free(&script);
	run->result.statement_count += is_done;
	return is_done;
}

static bool
write_build(const struct schema_run *run, const struct journal_entry *entry,
            struct failure *failure)
{
	return run->has_no_ledger || run->application->database->ledger->journal(
									 run->connection->session, &run->ledger, entry, failure);
}

static bool
build(struct schema_run *run, const struct fact *index, int64_t step, struct failure *failure)
{
	cleanup_memory char *sql = statement_of(index);
	cleanup_text struct text drop = TEXT_EMPTY;
	/* No step of the scripts themselves, which a run without a plan would go on from. */
	struct journal_entry entry = {
		.run = run->run_id,
		.schema = run->schema->name,
		.source = run->schema->source,
		.checksum = "",
		.step = step,
		.statement = sql,
	};

	if (sql == NULL)
		return true;
	text_append_format(&drop, "DROP INDEX CONCURRENTLY IF EXISTS %s", index->id);
	if (!run_mandate_holds(run->application, failure) || !write_build(run, &entry, failure))
		return false;
	crash_point("journal_open");
	if (!run_outside(run, text_bytes(&drop), failure) || !run_outside(run, sql, failure))
		return false;
	crash_point("outside_done");
	entry.is_done = true;
	return write_build(run, &entry, failure);
}

bool
later_index_build(struct schema_run *run, const struct expectation *expectation,
                  struct failure *failure)
{
	run->has_built_later = true;
	for (size_t i = 0; i < expectation->later.count; i++)
	{
		const struct fact *index =
			find_live(&expectation->desired_facts, FACT_INDEX, expectation->later.items[i]);

		if (build(run, index, (int64_t)i, failure))
			continue;
		failure->place = (struct failure_place){.line = 0};
		if (failure->kind == FAILURE_DDL)
			fail_hint(failure, "Mend what it is refused for (its rows, as a rule), then run apply "
			                   "again: it builds what is left.");
		return fail_context(failure, "index %s (all else of %s is committed)", index->id,
		                    run->schema->source);
	}
	return true;
}
