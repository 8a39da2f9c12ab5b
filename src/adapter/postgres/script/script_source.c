#include "adapter/postgres/script/script_source.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/embedded/embedded_file.h"
#include "adapter/postgres/script/script_dependence.h"
#include "adapter/postgres/script/script_failure.h"
#include "adapter/postgres/script/script_range.h"
#include "base/array.h"
#include "base/count_of.h"
#include "base/log.h"
#include "base/mapped_file.h"
#include "base/memory.h"
#include "domain/script_effect.h"
#include "domain/statement_rows.h"

enum
{
	/* How often progress is told at most: each answer that is sent by itself costs two processes a turn. */
	PROGRESS_STEPS = 200
};

enum step_kind
{
	STEP_STATEMENT, /* of the script */
	STEP_DECLARE,
	STEP_MOVE,
	STEP_CLOSE,
	STEP_GUARD,
	STEP_BOUND
};

static const char *const cursor_texts[] = {
	[STEP_DECLARE] = "declare noetl_schema_script cursor for select 1",
	[STEP_MOVE] = "move 0 in noetl_schema_script",
	[STEP_CLOSE] = "close noetl_schema_script",
};

/* What is sent. A step of ours belongs to the statement that it stands before (or behind). */
struct step
{
	enum step_kind kind;
	size_t place; /* of the statement in the script */
	size_t index; /* of its first row among all that is sent */
};

struct script_source
{
	const struct script *script;
	const struct progress *progress;
	struct step *steps;
	size_t step_count;
	size_t sent_count; /* each row of a statement counts */
	struct statement_row_cursors cursors;
	size_t done_count; /* statements of the script */
	size_t total_count;
	struct lock_bound bound;
	char *bound_sql; /* NULL: lock_timeout has no bound */
};

/* Tags of statements that begin, end or divide a transaction: none of them is ever sent. */
static const char *const transaction_tags[] = {
	"BEGIN",     "START TRANSACTION", "COMMIT",          "ROLLBACK",          "PREPARE TRANSACTION",
	"SAVEPOINT", "RELEASE",           "COMMIT PREPARED", "ROLLBACK PREPARED",
};

static void
append_step(struct script_source *source, enum step_kind kind, size_t place)
{
	const struct statement *statement = &source->script->statements[place];

	*ARRAY_ADD(source->steps, source->step_count) =
		(struct step){.kind = kind, .place = place, .index = source->sent_count};
	source->sent_count += kind == STEP_STATEMENT ? statement_row_count(statement) : 1;
}

/*
 * What may have changed lock_timeout since it was last held against its bound. Rows in one go, as
 * a dump has them, are told apart: a statement of ours between any two would cost as much as they do.
 */
struct unbounded
{
	enum statement_effect effect;
	size_t place;
};

static void
append_bound(struct script_source *source, struct unbounded *unbounded,
             enum statement_effect next_effect)
{
	if (unbounded->effect == EFFECT_NONE ||
	    (unbounded->effect == EFFECT_ROWS && next_effect == EFFECT_ROWS))
		return;
	append_step(source, STEP_BOUND, unbounded->place);
	unbounded->effect = EFFECT_NONE;
}

static void
append_statement(struct script_source *source, size_t place, bool is_last_dependent,
                 struct unbounded *unbounded)
{
	const struct script *script = source->script;
	const struct statement *statement = &script->statements[place];
	enum statement_effect effect =
		source->bound_sql != NULL
			? statement_effect(script->text + statement->offset_bytes, statement->length_bytes)
			: EFFECT_NONE;

	append_bound(source, unbounded, effect);
	if (script_has_escaped_quote(script, statement) || is_last_dependent)
		append_step(source, STEP_GUARD, place);
	if (statement->class == STATEMENT_COPY_STDIN)
		append_step(source, STEP_MOVE, place);
	append_step(source, STEP_STATEMENT, place);
	/* One of the rows may be the last that depends on it: what they changed is undone with them. */
	if (is_last_dependent && statement_row_count(statement) > 1)
		append_step(source, STEP_GUARD, place);
	script_let_go(script, statement);
	if (effect != EFFECT_NONE)
		*unbounded = (struct unbounded){effect, place};
}

static void
append_range(struct script_source *source, const struct script_range *range)
{
	struct unbounded unbounded = {EFFECT_NONE, 0};
	size_t place = script_range_first(range);
	size_t last = place;
	size_t last_dependent =
		range->script->is_quick ? script_range_end(range) : script_last_dependent(range);

	append_step(source, STEP_DECLARE, place);
	for (; place < script_range_end(range); place = script_range_next(range, place))
	{
		append_statement(source, place, place == last_dependent, &unbounded);
		last = place;
	}
	append_bound(source, &unbounded, EFFECT_SETTINGS);
	append_step(source, STEP_CLOSE, last);
}

static const struct step *
find_step(const struct script_source *source, size_t index)
{
	size_t first = 0;
	size_t end = source->step_count;

	while (end - first > 1)
	{
		size_t middle = first + (end - first) / 2;

		if (source->steps[middle].index <= index)
			first = middle;
		else
			end = middle;
	}
	return &source->steps[first];
}

/* What the index stands for; one of ours belongs to the first row of its statement. */
static struct statement
statement_at(struct script_source *source, size_t index)
{
	const struct step *step = find_step(source, index);

	return statement_row(source->script, step->place, index - step->index, &source->cursors);
}

/*
 * Answers of a quick script come with others. That also keeps a first apply at its turns on a busy
 * machine, where the server may answer before the program has sent the rest.
 */
static bool
wants_answer(const struct script_source *source, size_t index)
{
	return !source->script->is_quick && index % (source->sent_count / PROGRESS_STEPS + 1) == 0;
}

static const char *
own_text(const struct script_source *source, enum step_kind kind)
{
	switch (kind)
	{
		case STEP_GUARD:
			return embedded_file_find("sql/script_guard.sql")->text;
		case STEP_BOUND:
			return source->bound_sql;
		case STEP_STATEMENT:
		case STEP_DECLARE:
		case STEP_MOVE:
		case STEP_CLOSE:
			break;
	}
	return cursor_texts[kind];
}

/* What the source gives to be sent at an index; also after it has been sent. */
static void
give_statement(void *context, size_t index, struct message_statement *given)
{
	struct script_source *source = context;
	const struct step *step = find_step(source, index);

	if (step->kind != STEP_STATEMENT)
	{
		const char *text = own_text(source, step->kind);

		*given = (struct message_statement){.sql = text, .length_bytes = strlen(text)};
		return;
	}

	const struct statement statement = statement_at(source, index);

	*given = (struct message_statement){
		.sql = source->script->text + statement.offset_bytes,
		.length_bytes = statement.length_bytes,
		.wants_answer = wants_answer(source, index),
		.is_copy = statement.class == STATEMENT_COPY_STDIN,
		.data = source->script->text + statement.data_offset_bytes,
		.data_bytes = statement.data_length_bytes,
		.mapping = source->script->mapping,
		.data_offset_bytes = statement.data_offset_bytes,
	};
}

static bool
controls_transaction(const PGresult *result)
{
	/* Not const in libpq, which does not change it. */
	const char *tag = PQcmdStatus((PGresult *)result);

	for (size_t index = 0; index < COUNT_OF(transaction_tags); index++)
	{
		if (strcmp(tag, transaction_tags[index]) == 0)
			return true;
	}
	return false;
}

/* The statement has a row where it had something to take back. */
static void
tell_bound(const struct script_source *source, const struct step *step, const PGresult *result)
{
	/* Not const in libpq, which does not change it. */
	const char *row_count = PQcmdTuples((PGresult *)result);

	if (strcmp(row_count, "1") != 0 || *source->bound.is_told)
		return;
	*source->bound.is_told = true;
	log_info("%s:%" PRId64 ": lock_timeout stays at %" PRId64
	         " ms (NOETL_LOCK_TIMEOUT): a script may shorten it, not lengthen it",
	         source->script->name, source->script->statements[step->place].line,
	         source->bound.limit_ms);
}

/* The last thing that is asked for: all before it has been read by then. */
static bool
check_unchanged(const struct script_source *source, struct failure *failure)
{
	const struct script *script = source->script;

	if (script->mapping == NULL || mapped_file_is_unchanged(script->mapping))
		return true;
	(void)fail(failure, FAILURE_SETTINGS, "%s was written to while it was run", script->name);
	return fail_hint(failure, "Run it again when the file is whole.");
}

static bool
take_result(void *context, size_t index, const PGresult *result, struct failure *failure)
{
	struct script_source *source = context;
	const struct step *step = find_step(source, index);
	const struct progress *progress = source->progress;

	if (step->kind == STEP_BOUND)
		tell_bound(source, step, result);
	if (step->kind == STEP_CLOSE)
		return check_unchanged(source, failure);
	if (step->kind != STEP_STATEMENT)
		return true;

	const struct statement statement = statement_at(source, index);

	script_let_go(source->script, &statement);
	if (controls_transaction(result))
		return script_fail_transaction(failure, source->script, &statement);
	progress->count(progress->context, "statement", ++source->done_count, source->total_count);
	return true;
}

static void
refuse_step(void *context, const struct message_refusal *refusal, struct failure *failure)
{
	struct script_source *source = context;
	const struct step *step = find_step(source, refusal->statement);
	const struct statement statement = statement_at(source, refusal->statement);
	struct message_refusal whole = {.result = refusal->result};

	switch (step->kind)
	{
		case STEP_STATEMENT:
			script_fail(failure, source->script, &statement, refusal);
			break;
		case STEP_MOVE:
		case STEP_CLOSE:
			(void)script_fail_transaction(failure, source->script, &statement);
			break;
		case STEP_DECLARE:
		case STEP_GUARD:
		case STEP_BOUND:
			/* The server counts the characters of our own text. */
			script_fail(failure, source->script, &statement, &whole);
			break;
	}
}

static void
locate_step(void *context, size_t index, struct failure_place *place)
{
	struct script_source *source = context;

	script_place(source->script, statement_at(source, index).offset_bytes, place);
}

static void
free_source(void *context)
{
	struct script_source *source = context;

	free(source->bound_sql);
	free(source->steps);
	free(source);
}

static struct script_source *
new_source(const struct script_range *range, const struct progress *progress)
{
	struct script_source *source = memory_allocate(1, sizeof *source);

	source->script = range->script;
	source->progress = progress;
	source->total_count = script_range_sent_count(range);
	return source;
}

static void
append_source(struct message *message, struct script_source *source)
{
	struct message_source given = {
		.context = source,
		.statement = give_statement,
		.receive = take_result,
		.refuse = refuse_step,
		.locate = locate_step,
		.free = free_source,
	};

	message_append_source(message, "run the script", &given, source->sent_count);
}

/* The operators are named in full: search_path is the script's. */
static void
set_bound(struct script_source *source, const struct lock_bound *bound)
{
	source->bound = *bound;
	source->bound_sql = memory_format(
		"select pg_catalog.set_config('lock_timeout','%" PRId64 "',true) from (select "
		"pg_catalog.current_setting('lock_timeout')::pg_catalog.interval as value) as now where "
		"value operator(pg_catalog.>) '%" PRId64 " ms'::pg_catalog.interval or "
		"value operator(pg_catalog.=) '0'::pg_catalog.interval",
		bound->limit_ms, bound->limit_ms);
}

void
script_source_append(struct message *message, const struct script_range *range,
                     const struct progress *progress, const struct lock_bound *bound)
{
	struct script_source *source = new_source(range, progress);

	if (bound->limit_ms > 0)
		set_bound(source, bound);
	append_range(source, range);
	append_source(message, source);
}

void
script_source_append_outside(struct message *message, const struct script_range *range,
                             const struct progress *progress)
{
	struct script_source *source = new_source(range, progress);

	append_step(source, STEP_STATEMENT, script_range_first(range));
	append_source(message, source);
}
