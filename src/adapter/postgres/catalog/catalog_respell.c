#include "adapter/postgres/catalog/catalog_respell.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"

/* The set's own copy in the other spelling; the text itself where that is the same. */
static const char *
respelled(struct fact_set *set, const char *text, enum expression_spelling spelling)
{
	cleanup_memory char *other = text != NULL ? expression_spell(text, spelling) : NULL;

	return other != NULL ? text_arena_copy(&set->texts, other) : text;
}

/* What makes the whole has the expression of its part, too. */
static void
respell_in(struct fact_set *set, size_t whole, const char *expression, const char *other)
{
	cleanup_text struct text create_sql = TEXT_EMPTY;

	if (whole == FACT_NOWHERE || expression == other)
		return;

	struct fact *fact = &set->items[whole];
	const char *at = strstr(fact->create_sql, expression);

	if (at == NULL)
		return;
	text_append_bytes(&create_sql, fact->create_sql, (size_t)(at - fact->create_sql));
	text_append_format(&create_sql, "%s%s", other, at + strlen(expression));
	fact->create_sql = text_arena_copy(&set->texts, text_bytes(&create_sql));
}

void
catalog_respell(struct fact_set *set, struct fact *fact, enum expression_spelling spelling)
{
	/* Of a generated column, behind its kind. */
	const char *expression = fact->definition + (fact->kind == FACT_COLUMN ? 1 : 0);

	fact->create_sql = respelled(set, fact->create_sql, spelling);
	fact->extra.replace_sql = respelled(set, fact->extra.replace_sql, spelling);
	if (fact->kind == FACT_COLUMN)
		fact->extra.expression = respelled(set, expression, spelling);
	if (fact->kind == FACT_COLUMN || fact->kind == FACT_DEFAULT)
		respell_in(set, fact->parent, expression, respelled(set, expression, spelling));
	for (size_t i = 0; fact->kind == FACT_DOMAIN && i < fact->attribute_count; i++)
		fact->attributes[i].text = respelled(set, fact->attributes[i].text, spelling);
}
