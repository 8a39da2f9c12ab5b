#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/ledger/ledger_copy.h"
#include "adapter/postgres/ledger/ledger_copy_run.h"
#include "adapter/postgres/ledger/ledger_forged.h"
#include "adapter/postgres/query/array_text.h"
#include "adapter/postgres/wire/copy_text.h"
#include "base/array.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"

/* The columns of sql/ledger_copy_expectation.sql: the arrays stand in the order of struct definition_words. */
enum expectation_column
{
	PROMISE_RUN,
	PROMISE_KINDS,
	PROMISE_IDENTITIES,
	PROMISE_HASHES,
	PROMISE_TEXTS,
	PROMISE_POSTPONED,
	PROMISE_MANAGED,
	PROMISE_COLUMN_COUNT
};

/* Runs on the schema, by which a promise is found, and the arrays of the newest that has one. */
struct recorded_definitions
{
	const struct session *session;
	const struct ledger *ledger;
	const struct managed_schema *schema;
	struct run_line *runs;
	size_t run_count;
	int64_t best_id;
	char *arrays[PROMISE_COLUMN_COUNT];
	bool has_row;
};

static void
take_run_of_schema(void *context, const struct run_line *line)
{
	struct recorded_definitions *last = context;

	if (!ledger_run_is_about(line, last->schema))
		return;
	*ARRAY_ADD(last->runs, last->run_count) = *line;
}

static const struct run_line *
find_run(const struct recorded_definitions *last, const char *run)
{
	for (size_t index = 0; run != NULL && index < last->run_count; index++)
	{
		if (strcmp(last->runs[index].record.run, run) == 0)
			return &last->runs[index];
	}
	return NULL;
}

static bool
receive_expectation(void *context, char *line, size_t length_bytes, struct failure *failure)
{
	struct recorded_definitions *last = context;
	char *fields[PROMISE_COLUMN_COUNT] = {NULL};

	if (!copy_text_split(line, length_bytes, fields, PROMISE_COLUMN_COUNT))
		return ledger_fail_forged(last->session, last->ledger, "promise", "it cannot be read",
		                          failure);

	const struct run_line *run = find_run(last, fields[PROMISE_RUN]);

	if (run == NULL || (last->has_row && run->id < last->best_id))
		return true;
	for (size_t index = 0; index < PROMISE_COLUMN_COUNT; index++)
	{
		free(last->arrays[index]);
		last->arrays[index] = memory_copy_text_or_null(fields[index]);
	}
	last->best_id = run->id;
	last->has_row = true;
	return true;
}

static void
recorded_definitions_free(struct recorded_definitions *last)
{
	free(last->runs);
	for (size_t index = 0; index < PROMISE_COLUMN_COUNT; index++)
		free(last->arrays[index]);
}

/* The arrays side by side; an array that is null is empty. */
struct expectation_items
{
	struct array_items arrays[PROMISE_COLUMN_COUNT];
};

static void
expectation_items_free(struct expectation_items *items)
{
	for (size_t index = 0; index < PROMISE_COLUMN_COUNT; index++)
		array_items_free(&items->arrays[index]);
}

static bool
may_be_missing(size_t column)
{
	return column == PROMISE_TEXTS || column == PROMISE_POSTPONED;
}

/* False if one cannot be read, or they are of different lengths. */
static bool
read_arrays(char *const *texts, struct expectation_items *items)
{
	for (size_t index = PROMISE_KINDS; index < PROMISE_MANAGED; index++)
	{
		if (texts[index] == NULL && may_be_missing(index))
			continue;
		if (texts[index] == NULL || !array_text_read(texts[index], &items->arrays[index]) ||
		    items->arrays[index].count != items->arrays[PROMISE_KINDS].count)
			return false;
	}
	return true;
}

static const char *
item_or_null(const struct array_items *array, size_t index)
{
	return array->count > 0 ? array->items[index] : NULL;
}

/* False if they have holes. */
static bool
read_definitions(const struct recorded_definitions *last, struct definitions *list)
{
	cleanup_(expectation_items_free) struct expectation_items items = {0};
	const struct array_items *arrays = items.arrays;

	if (!read_arrays(last->arrays, &items))
		return false;
	for (size_t index = 0; index < arrays[PROMISE_KINDS].count; index++)
	{
		const struct definition_words expectation = {
			.kind = arrays[PROMISE_KINDS].items[index],
			.identity = arrays[PROMISE_IDENTITIES].items[index],
			.hash = arrays[PROMISE_HASHES].items[index],
			.text = item_or_null(&arrays[PROMISE_TEXTS], index),
			.is_postponed = text_is_same(item_or_null(&arrays[PROMISE_POSTPONED], index), "t"),
		};

		if (expectation.kind == NULL || expectation.identity == NULL || expectation.hash == NULL)
			return false;
		definitions_append(list, &expectation);
	}
	return true;
}

bool
ledger_copy_expectations(struct session *session, const struct managed_schema *schema,
                         struct definitions *expected, struct failure *failure)
{
	const struct ledger ledger = ledger_of_schema(schema);
	cleanup_(recorded_definitions_free) struct recorded_definitions last = {
		.session = session, .ledger = &ledger, .schema = schema};
	const struct line_receiver receiver = {&last, receive_expectation};
	cleanup_definitions struct definitions list = {0};

	if (!ledger_copy_runs(session, &ledger, take_run_of_schema, &last, failure) ||
	    !ledger_copy_table(session, &ledger, "sql/ledger_copy_promise.sql", &receiver, failure))
		return false;
	if (last.has_row && !read_definitions(&last, &list))
		return ledger_fail_forged(session, &ledger, "promise",
		                          "its lists have holes, or are of different lengths", failure);
	if (schema->is_file && schema->managed_scope == MANAGED_BY_PROMISE &&
	    last.arrays[PROMISE_MANAGED] != NULL && array_text_is_whole(last.arrays[PROMISE_MANAGED]))
		session_set_beyond(session, last.arrays[PROMISE_MANAGED]);
	definitions_sort(&list);
	*expected = list;
	list = (struct definitions){0};
	return true;
}
