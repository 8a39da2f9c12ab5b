#include "domain/catalog/fact.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static void
free_attribute(struct fact_attribute *attribute)
{
	free(attribute->value.pairs.items);
	free(attribute->fresh.pairs.items);
	free(attribute->alternatives.items);
}

static void
free_fact(struct fact *fact)
{
	free(fact->dependencies.items);
	free(fact->order.items);
	free(fact->loosened);
	if (fact->is_borrowed)
		return;
	for (size_t i = 0; i < fact->attribute_count; i++)
		free_attribute(&fact->attributes[i]);
	free(fact->attributes);
	free(fact->access.items.items);
	free(fact->access.initial.items);
	free(fact->extra.replace_key);
	free(fact->extra.parts.items);
	free(fact->extra.composite_columns.items);
	free(fact->extra.update_from);
}

void
fact_set_free(struct fact_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		free_fact(&set->items[i]);
	free(set->items);
	for (size_t i = 0; i < set->lent_count; i++)
		free(set->lent[i]);
	free(set->lent);
	text_arena_free(&set->texts);
	*set = (struct fact_set){0};
}

int
fact_compare(const struct fact *left, const struct fact *right)
{
	if (left->kind != right->kind)
		return left->kind < right->kind ? -1 : 1;
	return strcmp(left->id, right->id);
}

static int
compare_facts(const void *left, const void *right)
{
	return fact_compare(left, right);
}

void
fact_set_sort(struct fact_set *set)
{
	if (set->count > 1)
		qsort(set->items, set->count, sizeof *set->items, compare_facts);
}

size_t
fact_set_find(const struct fact_set *set, enum fact_kind kind, const char *id)
{
	const struct fact key = {.kind = kind, .id = id};

	if (set->count == 0)
		return FACT_NOWHERE;

	const struct fact *found =
		bsearch(&key, set->items, set->count, sizeof *set->items, compare_facts);

	return found != NULL ? (size_t)(found - set->items) : FACT_NOWHERE;
}

bool
fact_is_foreign_key(const struct fact *fact)
{
	return fact->kind == FACT_CONSTRAINT && fact->extra.constraint_type != NULL &&
	       fact->extra.constraint_type[0] == 'f';
}

bool
fact_value_is_same(const struct fact_value *left, const struct fact_value *right)
{
	return text_is_same(left->text, right->text);
}

bool
fact_value_is_empty(const struct fact_value *value)
{
	return value->text == NULL || value->text[0] == '\0';
}

const struct fact_attribute *
fact_attribute_find(const struct fact *fact, const char *name)
{
	for (size_t i = 0; i < fact->attribute_count; i++)
	{
		if (strcmp(fact->attributes[i].name, name) == 0)
			return &fact->attributes[i];
	}
	return NULL;
}

bool
fact_pair_is_same(const struct fact_pair *left, const struct fact_pair *right)
{
	return text_is_same(left->name, right->name) && text_is_same(left->value, right->value);
}

bool
fact_pairs_are_same(const struct fact_pairs *left, const struct fact_pairs *right)
{
	if (left->count != right->count)
		return false;
	for (size_t i = 0; i < left->count; i++)
	{
		if (!fact_pair_is_same(&left->items[i], &right->items[i]))
			return false;
	}
	return true;
}

const struct fact_pair *
fact_pairs_find(const struct fact_pairs *pairs, const char *name)
{
	for (size_t i = 0; i < pairs->count; i++)
	{
		if (strcmp(pairs->items[i].name, name) == 0)
			return &pairs->items[i];
	}
	return NULL;
}

bool
fact_pairs_contain(const struct fact_pairs *pairs, const struct fact_pair *pair)
{
	for (size_t i = 0; i < pairs->count; i++)
	{
		if (fact_pair_is_same(&pairs->items[i], pair))
			return true;
	}
	return false;
}
