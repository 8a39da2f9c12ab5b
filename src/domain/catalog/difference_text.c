#include "domain/catalog/difference_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "domain/catalog/fact_access.h"
#include "domain/catalog/fact_difference.h"

enum
{
	SHOWN_BYTES = 200
};

static void
keep_text(struct difference_texts *differences, const struct text *text)
{
	const char *copy = text_arena_copy(&differences->texts, text_bytes(text));

	*ARRAY_ADD(differences->items, differences->count) = copy;
}

static void
add_one_sided(struct difference_texts *differences, char sign, const struct fact *fact)
{
	cleanup_text struct text text = TEXT_EMPTY;

	text_append_format(&text, "%c%s %s", sign, fact_kind_name(fact->kind), fact->id);
	keep_text(differences, &text);
}

/* The beginning of it, cut where a character begins. */
static void
append_shown(struct text *text, const char *value)
{
	size_t length = value != NULL ? strlen(value) : 0;

	if (length > SHOWN_BYTES)
	{
		length = SHOWN_BYTES;
		while (length > 0 && ((unsigned char)value[length] & 0xC0) == 0x80)
			length--;
	}
	if (length > 0)
		text_append_bytes(text, value, length);
	else
		text_append(text, "none");
}

/* One thing of an object that is on both sides. */
static void
add_unequal(struct difference_texts *differences, const struct fact *fact, const char *what,
            const char *live, const char *desired)
{
	cleanup_text struct text text = TEXT_EMPTY;

	text_append_format(&text, "~%s %s %s", fact_kind_name(fact->kind), fact->id, what);
	if (!fact_kind_traits(fact->kind)->may_hold_secret)
	{
		text_append(&text, ": ");
		append_shown(&text, live);
		text_append(&text, " -> ");
		append_shown(&text, desired);
	}
	keep_text(differences, &text);
}

static void
append_pairs(struct text *text, const struct fact_pairs *pairs)
{
	for (size_t i = 0; i < pairs->count; i++)
	{
		const struct fact_pair *pair = &pairs->items[i];

		text_append_format(text, "%s%s%s%s", i > 0 ? ", " : "", pair->name,
		                   pair->value != NULL ? " " : "", pair->value != NULL ? pair->value : "");
	}
}

static void
compare_pairs(struct difference_texts *differences, const struct fact *live,
              const struct fact *desired)
{
	cleanup_text struct text before = TEXT_EMPTY;
	cleanup_text struct text after = TEXT_EMPTY;

	if (fact_pairs_are_same(&live->extra.parts, &desired->extra.parts))
		return;
	append_pairs(&before, &live->extra.parts);
	append_pairs(&after, &desired->extra.parts);
	add_unequal(differences, desired, "parts", text_bytes(&before), text_bytes(&after));
}

static void
append_privileges(struct text *text, const struct fact_privilege_list *list)
{
	for (size_t i = 0; i < list->count; i++)
	{
		const struct fact_privilege *item = &list->items[i];

		text_append_format(text, "%s%s to %s%s", i > 0 ? ", " : "", item->privilege, item->grantee,
		                   item->is_grantable ? " with grant option" : "");
	}
}

static void
compare_access(struct difference_texts *differences, const struct fact *live,
               const struct fact *desired)
{
	cleanup_text struct text before = TEXT_EMPTY;
	cleanup_text struct text after = TEXT_EMPTY;

	if (fact_privileges_are_same(&live->access.items, &desired->access.items))
		return;
	append_privileges(&before, &live->access.items);
	append_privileges(&after, &desired->access.items);
	add_unequal(differences, desired, "privileges", text_bytes(&before), text_bytes(&after));
}

/* Whether a constraint is the table's own or its parent's as well: nothing says so by itself. */
static bool
is_out_of_reach(const struct fact_attribute *attribute)
{
	return strcmp(attribute->name, "local") == 0;
}

static void
compare_both(struct difference_texts *differences, const struct fact *live,
             const struct fact *desired)
{
	if (!fact_definition_is_desired(live, desired))
		add_unequal(differences, desired, "definition", live->definition, desired->definition);
	compare_pairs(differences, live, desired);
	for (size_t i = 0; i < desired->attribute_count; i++)
	{
		const struct fact_attribute *attribute = &desired->attributes[i];
		const struct fact_value *value = fact_value_of(live, attribute->name);

		if (!is_out_of_reach(attribute) && !fact_value_is_same(value, &attribute->value))
			add_unequal(differences, desired, attribute->name, value->text, attribute->value.text);
	}
	compare_access(differences, live, desired);
}

static int
compare_places(const struct fact_set *live, size_t live_place, const struct fact_set *desired,
               size_t desired_place)
{
	if (live_place == live->count)
		return 1;
	if (desired_place == desired->count)
		return -1;
	return fact_compare(&live->items[live_place], &desired->items[desired_place]);
}

void
difference_texts_make(const struct fact_set *live, const struct fact_set *desired,
                      struct difference_texts *differences)
{
	size_t left = 0;
	size_t right = 0;

	*differences = (struct difference_texts){0};
	while (left < live->count || right < desired->count)
	{
		int order = compare_places(live, left, desired, right);

		if (order == 0)
			compare_both(differences, &live->items[left], &desired->items[right]);
		else if (order > 0)
			add_one_sided(differences, '+', &desired->items[right]);
		else if (!fact_kind_traits(live->items[left].kind)->is_never_dropped)
			add_one_sided(differences, '-', &live->items[left]);
		left += order <= 0;
		right += order >= 0;
	}
}

void
difference_texts_free(struct difference_texts *differences)
{
	free(differences->items);
	text_arena_free(&differences->texts);
	*differences = (struct difference_texts){0};
}
