#include "domain/catalog/strict_column.h"

#include <stddef.h>

#include "base/text.h"

static bool
takes_no_null(const struct fact *domain)
{
	const struct fact_attribute *not_null = fact_attribute_find(domain, "not_null");

	return not_null != NULL && text_is_same(not_null->value.text, "true");
}

/* Columns of a domain get its default, and a domain has a copy of that of its base. */
static bool
has_default(const struct fact *domain)
{
	const struct fact_attribute *by_default = fact_attribute_find(domain, "default");

	return by_default != NULL && !fact_value_is_empty(&by_default->value);
}

/* The domain that a column or a domain is of; NULL for none. */
static const struct fact *
domain_of(const struct fact_set *set, const struct fact *fact)
{
	for (size_t index = 0; index < fact->dependencies.count; index++)
	{
		const struct fact *other = &set->items[fact->dependencies.items[index]];

		if (other->kind == FACT_DOMAIN)
			return other;
	}
	return NULL;
}

bool
column_is_strict_by_type(const struct fact_set *set, const struct fact *column)
{
	const struct fact *domain = domain_of(set, column);

	if (domain == NULL || has_default(domain) ||
	    fact_set_find(set, FACT_DEFAULT, column->id) != FACT_NOWHERE)
		return false;
	for (; domain != NULL; domain = domain_of(set, domain))
	{
		if (takes_no_null(domain))
			return true;
	}
	return false;
}
