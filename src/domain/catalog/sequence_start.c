#include "domain/catalog/sequence_start.h"

#include <string.h>

#include "base/count_of.h"
#include "base/text.h"
#include "domain/catalog/statement_text.h"

/* A name with a schema is taken for a domain of numbers. */
static bool
holds_numbers(const struct fact *column)
{
	static const char *const types[] = {"smallint", "integer", "bigint", "numeric"};
	const struct fact_attribute *type = fact_attribute_find(column, "type");
	const char *name = type != NULL ? type->value.text : NULL;

	for (size_t i = 0; name != NULL && i < COUNT_OF(types); i++)
	{
		if (strncmp(name, types[i], strlen(types[i])) == 0)
			return true;
	}
	return name != NULL && strchr(name, '.') != NULL;
}

void
sequence_start_add(const char *sequence, const struct fact *column, struct change_steps *steps)
{
	const char *name = column->extra.name;
	cleanup_text struct text literal = TEXT_EMPTY;

	if (!holds_numbers(column))
		return;
	statement_append_literal(&literal, sequence);
	(void)change_steps_format(
		steps,
		"select pg_catalog.setval(s.seqrelid, r.last::bigint) from pg_catalog.pg_sequence s,"
		" lateral (select case when s.seqincrement > 0 then pg_catalog.max(%s) else"
		" pg_catalog.min(%s) end as last from %s) r where s.seqrelid ="
		" %s::pg_catalog.regclass and r.last between s.seqmin and s.seqmax",
		name, name, column->extra.table, text_bytes(&literal));
}
