#include "adapter/postgres/catalog/catalog_extensions.h"

#include "base/text.h"

char *
catalog_extensions_list(const struct managed_schema *schema)
{
	struct text list = TEXT_EMPTY;

	text_append_char(&list, '{');
	for (size_t index = 0; index < schema->extension_count; index++)
		text_append_format(&list, "%s\"%s\"", index > 0 ? "," : "", schema->extensions[index].name);
	text_append_char(&list, '}');
	return text_steal(&list);
}
