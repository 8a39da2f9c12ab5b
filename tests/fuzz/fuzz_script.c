/*
 * Scripts of any bytes: scanning never reads outside, and what it says about a
 * script holds together.
 */
#include <stdint.h>
#include <stdlib.h>

#include "adapter/postgres/script/script_scan.h"
#include "base/memory.h"

#define REQUIRE(condition) ((condition) ? (void)0 : abort())

/* Statements stand in order and inside the text; what is between them is blank, semicolons or data. */
static void
check_statements(const struct script *script)
{
	size_t behind = 0;

	for (size_t index = 0; index < script->statement_count; index++)
	{
		const struct statement *statement = &script->statements[index];
		size_t end = statement->offset_bytes + statement->length_bytes;

		REQUIRE(statement->offset_bytes >= behind);
		REQUIRE(statement->length_bytes > 0 && end <= script->length_bytes);
		REQUIRE(statement->line >= 1);
		REQUIRE(statement->class != STATEMENT_REFUSED);
		REQUIRE(statement_blank_bytes(script->text + statement->offset_bytes,
		                              statement->length_bytes) == 0);
		behind = end;
		if (statement->class == STATEMENT_COPY_STDIN)
		{
			REQUIRE(statement->data_offset_bytes >= end);
			behind = statement->data_offset_bytes + statement->data_length_bytes;
			REQUIRE(behind <= script->length_bytes);
		}
	}
}

static void
check_place(const struct script *script, const struct failure *failure)
{
	REQUIRE(failure->kind == FAILURE_SETTINGS);
	REQUIRE(failure->message[0] != '\0');
	REQUIRE(failure->place.line >= 1 && failure->place.column >= 1);
	REQUIRE(script->length_bytes > 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct failure failure = {0};
	struct script script = {
		.name = memory_copy_text("fuzz.sql"),
		.text = memory_copy_bytes((const char *)data, size),
		.length_bytes = size,
	};

	if (script_scan(&script, &failure))
		check_statements(&script);
	else
		check_place(&script, &failure);
	for (size_t offset_bytes = 0; offset_bytes <= size; offset_bytes += 7)
		script_place(&script, offset_bytes, &failure.place);
	script_free(&script);
	return 0;
}
