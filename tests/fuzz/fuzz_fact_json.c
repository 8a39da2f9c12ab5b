/*
 * Any text as what a query of facts answers in its columns of JSON: the first byte says in which.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/fact/fact_json.h"
#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"

#define REQUIRE(condition) ((condition) ? (void)0 : abort())

typedef bool (*fact_json_reader)(const char *json, struct fact_drafts *drafts,
                                 struct fact_draft *draft, const char **wrong);

static const fact_json_reader readers[] = {fact_json_attributes, fact_json_access, fact_json_extra};

static void
check_fact(const struct fact *fact)
{
	for (size_t index = 0; index < fact->attribute_count; index++)
	{
		const struct fact_attribute *attribute = &fact->attributes[index];

		REQUIRE(attribute->name != NULL);
		REQUIRE((attribute->text == NULL) ==
		        (attribute->form == SETTER_NONE || attribute->form == SETTER_FROM));
		REQUIRE(attribute->value.pairs.count == 0 || attribute->value.text != NULL);
		for (size_t pair = 0; pair < attribute->value.pairs.count; pair++)
			REQUIRE(attribute->value.pairs.items[pair].name != NULL);
	}
	for (size_t index = 0; index < fact->access.items.count; index++)
		REQUIRE(fact->access.items.items[index].grantee != NULL);
	for (size_t index = 0; index < fact->extra.replace_key_count; index++)
		REQUIRE(fact->extra.replace_key[index] != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length_bytes)
{
	if (length_bytes == 0)
		return 0;

	cleanup_memory char *json = memory_copy_bytes((const char *)bytes + 1, length_bytes - 1);
	cleanup_fact_cleaner struct fact_cleaner cleaner = fact_cleaner_for("__1");
	cleanup_fact_drafts struct fact_drafts drafts = {.cleaner = &cleaner};
	struct fact_draft *draft = fact_drafts_add(&drafts);
	const char *wrong = NULL;

	fact_cleaner_add(&cleaner, "user__1", "\"user\"");
	if (readers[bytes[0] % COUNT_OF(readers)](json, &drafts, draft, &wrong))
		check_fact(&draft->fact);
	else
		REQUIRE(wrong != NULL);
	/* A set must be free to go whatever was read of it. */
	draft->fact.id = "";
	fact_drafts_sort(&drafts);
	return 0;
}
