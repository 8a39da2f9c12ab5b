#include "app/converge/postpone.h"

#include <stdlib.h>
#include <string.h>

#include "app/apply/postpone_question.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/catalog/fact_definition.h"
#include "domain/postponed.h"
#include "domain/unmanaged.h"

/* What is live and not expected, and of each what its facts say. */
struct remaining
{
	struct definition_difference_list differences;
	const struct fact **facts; /* side by side; NULL: the definition has none */
};

static void
remaining_free(struct remaining *remaining)
{
	definition_difference_list_free(&remaining->differences);
	free(remaining->facts);
}

static int
compare_difference(const void *key, const void *item)
{
	return definition_compare(key, ((const struct definition_difference *)item)->object);
}

static void
find_remaining(const struct expectation *expectation, const struct definitions *live,
               struct remaining *remaining)
{
	struct definition_difference_list *differences = &remaining->differences;

	definitions_compare(&expectation->definitions, live, differences);
	unmanaged_leave_out_managed(differences, &expectation->elsewhere);
	/* The type is spelt out: "sizeof *facts", the size of a pointer, would look like a mistake. */
	remaining->facts = memory_allocate(differences->count + 1, sizeof(const struct fact *));
	for (size_t index = 0; differences->count > 0 && index < expectation->live_facts.count; index++)
	{
		const struct fact *fact = &expectation->live_facts.items[index];
		const struct definition *object = fact_definition_find(live, fact);
		const struct definition_difference *found =
			object != NULL ? bsearch(object, differences->items, differences->count,
		                             sizeof *differences->items, compare_difference)
						   : NULL;

		if (found != NULL)
			remaining->facts[found - differences->items] = fact;
	}
}

/* Names of NOT NULL and sequences of identities go with a column, and are no facts. */
static bool
is_postponed(const struct expectation *expectation, const struct definition *object,
             const struct fact *fact)
{
	if (fact != NULL)
		return fact->is_postponed;
	return definitions_have(&expectation->before, object) &&
	       (definitions_have(&expectation->recorded, object) || object->kind == KIND_CONSTRAINT ||
	        object->kind == KIND_SEQUENCE);
}

/* "integer not null storage p" and "integer storage p". */
static bool
differs_in_not_null(const char *before, const char *after)
{
	static const char words[] = " not null";
	const char *place = before != NULL ? strstr(before, words) : NULL;

	return place != NULL && after != NULL &&
	       strncmp(before, after, (size_t)(place - before)) == 0 &&
	       strcmp(place + strlen(words), after + (place - before)) == 0;
}

/* A column of a view is what its query makes of columns that may have changed. */
static bool
is_as_it_was(const struct expectation *expectation, const struct definition *object,
             const struct fact *fact)
{
	const struct definition *before = definitions_find(&expectation->before, object);

	if (before == NULL)
		return false;
	if (strcmp(before->hash, object->hash) == 0)
		return true;
	return object->kind == KIND_COLUMN && ((fact != NULL && fact->extra.is_inherited) ||
	                                       differs_in_not_null(before->text, object->text));
}

static bool
fail_changed(const struct schema_run *run, const struct definition *object, struct failure *failure)
{
	fail(failure, FAILURE_DRIFT,
	     "%s %s in database \"%s\" was to stay as it was until its removal is allowed, and %s "
	     "changes it; everything was rolled back",
	     object->kind_name, object->identity, run->schema->database, run->schema->source);
	return fail_hint(failure, "Leave in the DDL what it needs, or let it go: --destructive allow.");
}

static bool
add_postponed(const struct schema_run *run, struct expectation *expectation,
              const struct remaining *remaining, struct failure *failure)
{
	for (size_t index = 0; index < remaining->differences.count; index++)
	{
		const struct definition_difference *difference = &remaining->differences.items[index];
		const struct definition *object = difference->object;
		const struct definition_words words = {object->kind_name, object->identity, object->hash,
		                                       object->text, true};

		if (difference->class != DEFINITION_UNMANAGED ||
		    !is_postponed(expectation, object, remaining->facts[index]))
			continue;
		if (!is_as_it_was(expectation, object, remaining->facts[index]))
			return fail_changed(run, object, failure);
		definitions_append(&expectation->definitions, &words);
	}
	definitions_sort(&expectation->definitions);
	return true;
}

/* Nothing that was to stay is gone. */
static bool
check_all_stay(const struct schema_run *run, const struct expectation *expectation,
               const struct definitions *live, struct failure *failure)
{
	for (size_t index = 0; index < expectation->live_facts.count; index++)
	{
		const struct fact *fact = &expectation->live_facts.items[index];
		const struct definition *before = fact_definition_find(&expectation->before, fact);

		if (fact->is_postponed && before != NULL && !definitions_have(live, before))
			return fail_changed(run, before, failure);
	}
	return true;
}

bool
postpone_promise(const struct schema_run *run, struct expectation *expectation,
                 const struct definitions *live, struct failure *failure)
{
	cleanup_(remaining_free) struct remaining remaining = {0};

	definitions_leave_out_postponed(&expectation->definitions);
	if (!postpone_is_asked(run))
		return true;
	find_remaining(expectation, live, &remaining);
	return check_all_stay(run, expectation, live, failure) &&
	       add_postponed(run, expectation, &remaining, failure);
}

void
postpone_foretell(const struct expectation *expectation, struct name_list *names)
{
	cleanup_definitions struct definitions promised = {0};

	for (size_t index = 0; index < expectation->live_facts.count; index++)
	{
		const struct fact *fact = &expectation->live_facts.items[index];
		const struct definition *object =
			fact->is_postponed ? fact_definition_find(&expectation->before, fact) : NULL;

		if (object != NULL)
			definitions_append(&promised,
			                   &(const struct definition_words){object->kind_name, object->identity,
			                                                    object->hash, object->text, true});
	}
	definitions_sort(&promised);
	postponed_list(&promised, names);
}
