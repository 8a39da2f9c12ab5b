#include "app/apply/own_part.h"

#include <string.h>

#include "base/log.h"
#include "base/text.h"

enum
{
	SHARED_SHOWN_COUNT = 5 /* of what is named in a warning */
};

static bool
read_elsewhere(const struct schema_run *run, struct definitions *elsewhere, struct failure *failure)
{
	return run->application->database->ledger->expected_elsewhere(run->connection->session,
	                                                              run->schema, elsewhere, failure);
}

static bool
is_common(const struct definition *object)
{
	return object->kind == KIND_SCHEMA;
}

/* Sorted lists stay sorted. */
static void
keep_own(struct definition_list *live, const struct definition_difference_list *made,
         const struct definitions *recorded)
{
	size_t kept_count = 0;
	size_t at_made = 0;

	for (size_t index = 0; index < live->count; index++)
	{
		const struct definition *object = &live->items[index];

		while (at_made < made->count && definition_compare(made->items[at_made].object, object) < 0)
			at_made++;

		bool is_made =
			at_made < made->count && definition_compare(made->items[at_made].object, object) == 0;

		if (is_made || is_common(object) || definitions_have(recorded, object))
			live->items[kept_count++] = *object;
	}
	live->count = kept_count;
}

bool
own_part_take(const struct schema_run *run, const struct definitions *before,
              struct definitions *live, struct failure *failure)
{
	const struct ledger_operations *ledger = run->application->database->ledger;
	cleanup_definitions struct definitions elsewhere = {0};
	cleanup_definitions struct definitions recorded = {0};
	cleanup_definition_difference_list struct definition_difference_list made = {0};

	if (!read_elsewhere(run, &elsewhere, failure))
		return false;
	if (elsewhere.objects.count == 0)
		return true;
	if (run->observed.is_recorded &&
	    !ledger->expected(run->connection->session, run->schema, &recorded, failure))
		return false;
	definitions_compare(before, live, &made);
	keep_own(&live->objects, &made, &recorded);
	return true;
}

/* A column or a constraint goes with its table. */
static bool
is_part(const struct definition *object)
{
	return object->kind == KIND_COLUMN || object->kind == KIND_CONSTRAINT;
}

static size_t
append_shared(const struct definition_list *promised, const struct definitions *elsewhere,
              bool parts, struct text *words)
{
	size_t shared_count = 0;

	for (size_t index = 0; index < promised->count; index++)
	{
		const struct definition *object = &promised->items[index];
		const struct definition *other = definitions_find(elsewhere, object);

		if (other == NULL || is_common(object) || is_part(object) != parts)
			continue;
		if (shared_count++ < SHARED_SHOWN_COUNT)
			text_append_format(words, "%s%s %s (%s)", words->length_bytes > 0 ? ", " : "",
			                   object->kind_name, object->identity,
			                   other->text != NULL ? other->text : "another source");
	}
	return shared_count;
}

/* A hash that cannot be compared is empty. */
static bool
is_otherwise(const struct definition *object, const struct definition *other)
{
	return other != NULL && other->hash[0] != '\0' && !is_common(object) &&
	       strcmp(other->hash, object->hash) != 0;
}

static const struct definition *
find_otherwise(const struct definition_list *desired, const struct definitions *elsewhere,
               size_t *count, struct text *words)
{
	const struct definition *first = NULL;

	for (size_t index = 0; index < desired->count; index++)
	{
		const struct definition *object = &desired->items[index];
		const struct definition *other = definitions_find(elsewhere, object);

		if (!is_otherwise(object, other))
			continue;
		first = first == NULL ? other : first;
		if ((*count)++ < SHARED_SHOWN_COUNT)
			text_append_format(words, "%s%s %s", words->length_bytes > 0 ? ", " : "",
			                   object->kind_name, object->identity);
	}
	if (*count > SHARED_SHOWN_COUNT)
		text_append_format(words, ", and %zu more", *count - SHARED_SHOWN_COUNT);
	return first;
}

bool
own_part_check_agreed(const struct schema_run *run, const struct definitions *desired,
                      struct failure *failure)
{
	cleanup_definitions struct definitions elsewhere = {0};
	cleanup_text struct text words = TEXT_EMPTY;
	size_t count = 0;

	if (!run->observed.ledger_exists)
		return true;
	if (!read_elsewhere(run, &elsewhere, failure))
		return false;

	const struct definition *other = find_otherwise(&desired->objects, &elsewhere, &count, &words);

	if (other == NULL)
		return true;

	const char *source = other->text != NULL ? other->text : "another source";

	fail(failure, FAILURE_DRIFT,
	     "%s and %s desire differently what both make in database \"%s\": %s; nothing was changed",
	     run->schema->source, source, run->schema->database, text_bytes(&words));
	return fail_hint(failure,
	                 "Leave it to one of them: take it out of the DDL of the other, and apply that "
	                 "one first.");
}

bool
own_part_warn_of_shared(const struct schema_run *run, const struct definitions *promised,
                        struct failure *failure)
{
	cleanup_definitions struct definitions elsewhere = {0};
	cleanup_text struct text words = TEXT_EMPTY;

	if (!run->schema->is_file)
		return true;
	if (!read_elsewhere(run, &elsewhere, failure))
		return false;

	size_t count = append_shared(&promised->objects, &elsewhere, false, &words);

	if (count == 0)
		count = append_shared(&promised->objects, &elsewhere, true, &words);
	if (count == 0)
		return true;
	if (count > SHARED_SHOWN_COUNT)
		text_append_format(&words, ", and %zu more", count - SHARED_SHOWN_COUNT);
	log_warning("%s: others make the same, and each will take what the other changes for drift: %s",
	            run->schema->source, text_bytes(&words));
	return true;
}
