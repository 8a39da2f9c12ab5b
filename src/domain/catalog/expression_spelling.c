#include "domain/catalog/expression_spelling.h"

#include <stdbool.h>
#include <stddef.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/catalog/expression_nesting.h"
#include "domain/catalog/expression_text.h"

char *
expression_spell(const char *text, enum expression_spelling spelling)
{
	switch (spelling)
	{
		case SPELLING_LISTS:
			return expression_without_list_casts(text);
		case SPELLING_NESTED:
			return expression_kept_nested(text, false);
		case SPELLING_ROWS:
			return expression_kept_nested(text, true);
		case SPELLING_ALL:
		case SPELLING_COUNT:
			break;
	}

	cleanup_memory char *lists = expression_without_list_casts(text);

	return lists != NULL ? expression_kept_nested(lists, true) : NULL;
}
