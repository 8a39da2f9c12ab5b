#include "app/apply/reset_others.h"

#include <stdio.h>

#include "base/text.h"

enum
{
	OTHERS_SHOWN_COUNT = 10
};

/* The schema itself stays, and every source counts on it. */
static size_t
list_others(const struct definitions *elsewhere, const struct definitions *live, struct text *words)
{
	size_t count = 0;

	for (size_t index = 0; index < elsewhere->objects.count; index++)
	{
		const struct definition *object = &elsewhere->objects.items[index];

		if (object->kind == KIND_SCHEMA || !definitions_have(live, object))
			continue;
		if (count++ < OTHERS_SHOWN_COUNT)
			text_append_format(words, "%s%s %s", words->length_bytes > 0 ? "\n" : "",
			                   object->kind_name, object->identity);
	}
	if (count > OTHERS_SHOWN_COUNT)
		text_append_format(words, "\nand %zu more", count - OTHERS_SHOWN_COUNT);
	return count;
}

bool
reset_others_check(const struct application *application, struct session *session,
                   const struct managed_schema *schema, struct failure *failure)
{
	const struct database *database = application->database;
	cleanup_definitions struct definitions elsewhere = {0};
	cleanup_definitions struct definitions live = {0};
	cleanup_text struct text words = TEXT_EMPTY;

	if (!schema->is_file)
		return true;
	if (!database->ledger->expected_elsewhere(session, schema, &elsewhere, failure) ||
	    (elsewhere.objects.count > 0 &&
	     !database->catalog->definitions(session, schema, &live, failure)))
		return false;

	size_t count = list_others(&elsewhere, &live, &words);

	if (count == 0)
		return true;
	(void)fail(failure, FAILURE_DESTRUCTIVE,
	           "schema \"%s\" in database \"%s\" cannot be reset to what %s makes: it "
	           "has %zu definitions of other sources, which would be dropped too",
	           schema->name, schema->database, schema->source, count);
	(void)snprintf(failure->detail, sizeof failure->detail, "%s", text_bytes(&words));
	return fail_hint(failure, "Drop by hand what the file makes, and apply it again.");
}
