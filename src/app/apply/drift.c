#include "app/apply/drift.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

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
	DRIFT_TAIL_BYTES = 32
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

bool
drift_check(const struct schema_run *run, const struct definitions *expected,
            const struct definitions *live, struct failure *failure)
{
	cleanup_definition_difference_list struct definition_difference_list differences = {0};
	const struct managed_schema *schema = run->schema;

	definitions_compare(expected, live, &differences);
	keep_broken(&differences);
	if (differences.count == 0)
		return true;

	fail(failure, FAILURE_DRIFT,
	     "%zu of %zu promised definitions of schema \"%s\" in database \"%s\" are not there after "
	     "applying %s; everything was rolled back",
	     differences.count, definitions_count(expected), schema->name, schema->database,
	     schema->source);
	drift_list(&differences, failure->detail, sizeof failure->detail);
	return fail_hint(failure,
	                 "The DDL creates what is missing but does not alter what is there: bring the "
	                 "named objects to the definition that %s, then run apply again.",
	                 schema->is_file ? "the file makes in an empty schema"
	                                 : "\"noetl-schema ddl\" shows");
}
