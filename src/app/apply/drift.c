#include "app/apply/drift.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/unmanaged.h"

static const char *class_word(enum definition_difference_class class)
{
	static const char *const words[] = {
		[DEFINITION_MISSING] = "missing",
		[DEFINITION_CHANGED] = "changed",
		[DEFINITION_UNMANAGED] = "added",
	};

	return words[class];
}

/* Room for "; and 1234567 more". */
enum
{
	DRIFT_TAIL_BYTES = 32,
	LEFT_BYTES = 1200 /* of a warning */
};

void
drift_list(const struct definition_difference_list *differences, char *words, size_t words_bytes)
{
	cleanup_text struct text list = TEXT_EMPTY;
	size_t shown_count = 0;

	for (; shown_count < differences->count; shown_count++)
	{
		const struct definition_difference *difference = &differences->items[shown_count];
		size_t length_before = list.length_bytes;

		text_append_format(&list, "%s%s: %s %s", shown_count > 0 ? "; " : "",
		                   class_word(difference->class), difference->object->kind_name,
		                   difference->object->identity);
		if (list.length_bytes + DRIFT_TAIL_BYTES >= words_bytes)
		{
			list.length_bytes = length_before;
			list.bytes[length_before] = '\0';
			break;
		}
	}
	if (shown_count < differences->count)
		text_append_format(&list, "; and %zu more", differences->count - shown_count);
	(void)snprintf(words, words_bytes, "%s", text_bytes(&list));
}

/* Leaves out what only the live side has. */
static void
keep_broken(struct definition_difference_list *differences)
{
	size_t kept_count = 0;

	for (size_t index = 0; index < differences->count; index++)
	{
		if (differences->items[index].class != DEFINITION_UNMANAGED)
			differences->items[kept_count++] = differences->items[index];
	}
	differences->count = kept_count;
}

/* "ON ONLY" stands in the definition of an index that waits for those of its partitions. */
static bool
is_left_invalid(const struct definition *object)
{
	return object->text != NULL && object->kind == KIND_INDEX &&
	       strstr(object->text, "\ninvalid") != NULL && strstr(object->text, " ON ONLY ") == NULL;
}

bool
drift_check_valid(const struct schema_run *run, const struct definitions *live,
                  struct failure *failure)
{
	for (size_t index = 0; index < live->objects.count; index++)
	{
		const struct definition *object = &live->objects.items[index];

		if (!is_left_invalid(object))
			continue;
		fail(failure, FAILURE_DRIFT,
		     "index %s in database \"%s\" is invalid: its concurrent build failed, and nothing in "
		     "%s builds it again",
		     object->identity, run->schema->database, run->schema->source);
		return fail_hint(failure, "Drop the index, and remove what its build failed for (see the "
		                          "rows that it refused), then run apply again.");
	}
	return true;
}

static bool
is_as_before(const struct definition *object, const struct definitions *before,
             const struct definitions *live)
{
	const struct definition *old = definitions_find(before, object);
	const struct definition *new = definitions_find(live, object);

	return old == NULL || new == NULL ? old == new : strcmp(old->hash, new->hash) == 0;
}

bool
drift_check_mended(const struct schema_run *run, const struct definitions *recorded,
                   const struct definitions *before, const struct definitions *live,
                   struct failure *failure)
{
	cleanup_definition_difference_list struct definition_difference_list differences = {0};
	const struct managed_schema *schema = run->schema;
	size_t kept_count = 0;

	definitions_compare(recorded, live, &differences);
	keep_broken(&differences);
	for (size_t index = 0; index < differences.count; index++)
	{
		if (is_as_before(differences.items[index].object, before, live))
			differences.items[kept_count++] = differences.items[index];
	}
	differences.count = kept_count;
	if (kept_count == 0)
		return true;
	fail(failure, FAILURE_DRIFT,
	     "%zu promised definitions of schema \"%s\" in database \"%s\" were not there before and "
	     "are not after applying %s; everything was rolled back",
	     kept_count, schema->name, schema->database, schema->source);
	drift_list(&differences, failure->detail, sizeof failure->detail);
	return fail_hint(failure,
	                 "Bring the named objects to what was promised, then run apply again.");
}

static void
name_unmanaged(const struct schema_run *run, struct definition_difference_list *differences)
{
	cleanup_text struct text words = TEXT_EMPTY;

	unmanaged_keep_named(differences);
	if (differences->count == 0)
		return;
	unmanaged_append_words(differences, &words);
	log_info("%s: %s", run->schema->source, text_bytes(&words));
}

static void
warn_of_left(const struct schema_run *run, const struct definition_difference_list *left)
{
	char words[LEFT_BYTES];

	drift_list(left, words, sizeof words);
	log_warning(
		"%s no longer makes what it was promised for, and it stays, as it cannot be removed "
		"by DDL that is not run in one transaction or goes through a connection pooler: %s",
		run->schema->source, words);
}

bool
drift_check_left(const struct schema_run *run, const struct leftover_sides *sides,
                 struct failure *failure)
{
	cleanup_definition_difference_list struct definition_difference_list left = {0};
	const struct managed_schema *schema = run->schema;

	leftover_find(sides, &left);
	if (left.count == 0)
		return true;
	if (!run->method.may_converge && !run->method.converges)
	{
		warn_of_left(run, &left);
		return true;
	}
	fail(failure, FAILURE_DRIFT,
	     "%zu definitions in schema \"%s\" of database \"%s\" that were promised are no longer in "
	     "%s, and are there after applying it; everything was rolled back",
	     left.count, schema->name, schema->database, schema->source);
	drift_list(&left, failure->detail, sizeof failure->detail);
	return fail_hint(failure, "Drop the named objects, or put them into the DDL again.");
}

static bool
fail_with_differences(const struct schema_run *run, const struct definitions *expected,
                      const struct definition_difference_list *differences, struct failure *failure)
{
	const struct managed_schema *schema = run->schema;
	size_t broken_count = definition_difference_broken_count(differences);

	if (broken_count == 0)
	{
		fail(
			failure, FAILURE_DRIFT,
			"%zu definitions in what is managed with schema \"%s\" in database \"%s\" are there after applying %s, "
			"and nothing makes them; everything was rolled back",
			differences->count, schema->name, schema->database, schema->source);
		drift_list(differences, failure->detail, sizeof failure->detail);
		return fail_hint(failure, "Drop the named objects, put them into the DDL, or run without "
		                          "--prune, which leaves them alone.");
	}
	fail(failure, FAILURE_DRIFT,
	     "%zu of %zu promised definitions of schema \"%s\" in database \"%s\" are not there after "
	     "applying %s; everything was rolled back",
	     broken_count, definitions_count(expected), schema->name, schema->database, schema->source);
	drift_list(differences, failure->detail, sizeof failure->detail);
	return fail_hint(
		failure, "%s: bring the named objects to the definition that %s, then run apply again.",
		run->method.converges ? "No statement that the program knows gets there"
							  : "The DDL creates what is missing but does not alter what is there",
		schema->is_file ? "the file makes in an empty schema" : "\"noetl-schema ddl\" shows");
}

static bool
is_of_added_schema(const struct definition_difference_list *differences,
                   const struct definition *privileges)
{
	size_t length_bytes = definition_object_bytes(privileges);

	for (size_t index = 0; index < differences->count; index++)
	{
		const struct definition_difference *other = &differences->items[index];

		if (other->class == DEFINITION_UNMANAGED && other->object->kind == KIND_SCHEMA &&
		    strlen(other->object->identity) == length_bytes &&
		    strncmp(other->object->identity, privileges->identity, length_bytes) == 0)
			return true;
	}
	return false;
}

static bool
is_added_schema(const struct definition_difference_list *differences,
                const struct definition_difference *difference)
{
	const struct definition *object = difference->object;

	return difference->class == DEFINITION_UNMANAGED &&
	       (object->kind == KIND_SCHEMA ||
	        (object->kind == KIND_SCHEMA_PRIVILEGES && is_of_added_schema(differences, object)));
}

/* DDL that makes something in a schema, and so has it managed, need not make the schema itself. */
static void
leave_out_added_schemas(struct definition_difference_list *differences)
{
	size_t kept_count = 0;
	struct definition_difference *kept = memory_allocate(differences->count, sizeof *kept);

	for (size_t index = 0; index < differences->count; index++)
	{
		if (!is_added_schema(differences, &differences->items[index]))
			kept[kept_count++] = differences->items[index];
	}
	free(differences->items);
	*differences = (struct definition_difference_list){kept, kept_count};
}

bool
drift_check(const struct schema_run *run, const struct definitions *expected,
            const struct definitions *live, const struct definitions *elsewhere,
            struct failure *failure)
{
	cleanup_definition_difference_list struct definition_difference_list differences = {0};

	definitions_compare(expected, live, &differences);
	unmanaged_leave_out_managed(&differences, elsewhere);
	if (definition_difference_broken_count(&differences) == 0 && !run->schema->prunes)
	{
		name_unmanaged(run, &differences);
		return true;
	}
	if (!run->schema->prunes)
		keep_broken(&differences);
	else if (run->schema->managed_scope == MANAGED_BY_PROMISE)
		leave_out_added_schemas(&differences);
	return differences.count == 0 || fail_with_differences(run, expected, &differences, failure);
}
