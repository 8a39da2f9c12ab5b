/*
 * Prints the statements of a script on standard input: for each its line, its length
 * in bytes and, from the next line on, its text. Exit status 3 when the script is refused.
 */
#include <stdio.h>
#include <stdlib.h>

#include "adapter/postgres/script/script_scan.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/statement_rows.h"

static void
read_all(struct text *text)
{
	char chunk[4096];
	size_t length_bytes = 0;

	while ((length_bytes = fread(chunk, 1, sizeof chunk, stdin)) > 0)
		text_append_bytes(text, chunk, length_bytes);
}

int
main(void)
{
	struct text text = TEXT_EMPTY;
	struct failure failure = {0};

	read_all(&text);

	size_t length_bytes = text.length_bytes;
	struct script script = {
		.name = memory_copy_text("standard input"),
		.text = text_steal(&text),
		.length_bytes = length_bytes,
	};
	struct statement_row_cursors cursors = {0};
	bool is_scanned = script_scan(&script, &failure);

	if (!is_scanned)
		(void)fprintf(stderr, "%s:%lld: %s\n", failure.place.file, (long long)failure.place.line,
		              failure.message);
	for (size_t index = 0; is_scanned && index < script.statement_count; index++)
	{
		size_t row = 0;

		do
		{
			struct statement statement = statement_row(&script, index, row, &cursors);

			(void)printf("%lld %zu\n", (long long)statement.line, statement.length_bytes);
			(void)fwrite(script.text + statement.offset_bytes, 1, statement.length_bytes, stdout);
			(void)putchar('\n');
		} while (++row < statement_row_count(&script.statements[index]));
	}
	script_free(&script);
	return is_scanned ? 0 : FAILURE_SETTINGS;
}
