#include "domain/catalog/fact_detail.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/catalog/fact_access.h"

static const char everybody[] = "public";

/* What decides about each detail. */
struct keeping
{
	const struct management *management;
	struct name_list named; /* grantees */
	struct fact_set *joint;
};

static bool
have_detail(const struct definitions *definitions, enum object_kind kind, const char *identity)
{
	const struct definition object = {
		.kind = kind, .kind_name = object_kind_name(kind), .identity = identity};

	return definitions != NULL && definitions_have(definitions, &object);
}

/* Of what the DDL does not say. */
static bool
is_kept_detail(const struct keeping *keeping, enum object_kind kind, const char *identity)
{
	const struct management *management = keeping->management;

	if (have_detail(management->promised, kind, identity))
		return false;
	return !management->prunes || have_detail(management->elsewhere, kind, identity);
}

static void
note_named(const struct fact *fact, struct name_list *named)
{
	for (size_t index = 0; index < fact->access.items.count; index++)
	{
		const char *grantee = fact->access.items.items[index].grantee;

		if (!text_is_same(grantee, fact->access.owner))
			name_list_append_once(named, grantee);
	}
}

/* As the server writes it in lists of privileges: other names than in statements are quoted there. */
static void
append_grantee(struct text *text, const char *grantee)
{
	bool is_quoted = grantee[0] == '"';
	bool is_safe = true;

	for (const char *byte = grantee + is_quoted; byte[0] != '\0' && byte[is_quoted] != '\0'; byte++)
	{
		if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", *byte) ==
		    NULL)
			is_safe = false;
	}
	if (is_quoted && is_safe)
		text_append_bytes(text, grantee + 1, strlen(grantee) - 2);
	else
		text_append(text, grantee);
}

static bool
keeps_grantee(const struct keeping *keeping, const struct fact *live, const char *grantee)
{
	cleanup_text struct text identity = TEXT_EMPTY;
	bool is_schema = live->kind == FACT_SCHEMA;

	if (strcmp(grantee, everybody) == 0 || text_is_same(grantee, live->access.owner) ||
	    (!is_schema && name_list_contains(&keeping->named, grantee)))
		return false;
	text_append_format(&identity, "%s to ", live->id);
	append_grantee(&identity, grantee);
	return is_kept_detail(keeping, is_schema ? KIND_SCHEMA_PRIVILEGES : KIND_PRIVILEGES,
	                      text_bytes(&identity));
}

static void *
keep_array(struct fact_set *set, const void *items, size_t count, size_t item_bytes, size_t more)
{
	void *copy = memory_allocate(count + more, item_bytes);

	if (count > 0)
		memcpy(copy, items, count * item_bytes);
	*ARRAY_ADD(set->lent, set->lent_count) = copy;
	return copy;
}

static void
keep_privileges(const struct keeping *keeping, const struct fact *live, struct fact *fact)
{
	const struct fact_privilege_list *theirs = &live->access.items;
	struct fact_privilege_list *list = &fact->access.items;
	struct fact_privilege *items = NULL;
	size_t count = list->count;

	if (live->access.on == NULL || fact->access.on == NULL)
		return;
	for (size_t index = 0; index < theirs->count; index++)
	{
		const struct fact_privilege *one = &theirs->items[index];

		if (!keeps_grantee(keeping, live, one->grantee) || fact_privileges_contain(list, one))
			continue;
		if (items == NULL)
			items =
				keep_array(keeping->joint, list->items, list->count, sizeof *items, theirs->count);
		items[count++] = (struct fact_privilege){
			.grantee = text_arena_copy(&keeping->joint->texts, one->grantee),
			.privilege = text_arena_copy(&keeping->joint->texts, one->privilege),
			.is_grantable = one->is_grantable,
		};
	}
	if (items != NULL)
		*list = (struct fact_privilege_list){.items = items, .count = count};
}

static struct fact_pair
copy_pair(struct fact_set *set, const struct fact_pair *pair)
{
	return (struct fact_pair){
		.name = text_arena_copy(&set->texts, pair->name),
		.value = text_arena_copy_or_null(&set->texts, pair->value),
	};
}

/* Where both sides are the same after all, so are their texts. */
static void
keep_parameters(const struct keeping *keeping, const struct fact_attribute *live, const char *id,
                struct fact_attribute *attribute)
{
	const struct fact_pairs *theirs = &live->value.pairs;
	struct fact_pairs *list = &attribute->value.pairs;
	struct fact_pair *items =
		keep_array(keeping->joint, list->items, list->count, sizeof *items, theirs->count);
	size_t count = list->count;

	for (size_t index = 0; index < theirs->count; index++)
	{
		cleanup_memory char *identity = memory_format("%s.%s", id, theirs->items[index].name);

		if (fact_pairs_find(list, theirs->items[index].name) == NULL &&
		    is_kept_detail(keeping, KIND_STORAGE_PARAMETER, identity))
			items[count++] = copy_pair(keeping->joint, &theirs->items[index]);
	}
	*list = (struct fact_pairs){.items = items, .count = count};
	for (size_t index = 0; index < theirs->count; index++)
	{
		if (!fact_pairs_contain(list, &theirs->items[index]))
			return;
	}
	if (count == theirs->count)
		attribute->value.text = text_arena_copy_or_null(&keeping->joint->texts, live->value.text);
}

static void
keep_target(const struct keeping *keeping, const struct fact_attribute *live, const char *id,
            struct fact_attribute *attribute)
{
	if (!fact_value_is_same(&attribute->value, &attribute->fresh) ||
	    !is_kept_detail(keeping, KIND_STATISTICS_TARGET, id))
		return;
	attribute->value.text = text_arena_copy_or_null(&keeping->joint->texts, live->value.text);
	attribute->text = text_arena_copy_or_null(&keeping->joint->texts, live->text);
}

typedef void (*attribute_keeper)(const struct keeping *keeping, const struct fact_attribute *live,
                                 const char *id, struct fact_attribute *attribute);

struct kept_attribute
{
	enum fact_kind kind;
	const char *name;
	attribute_keeper keep;
};

static const struct kept_attribute kept_attributes[] = {
	{FACT_TABLE, "storage_parameters", keep_parameters},
	{FACT_MATERIALIZED_VIEW, "storage_parameters", keep_parameters},
	{FACT_COLUMN, "statistics", keep_target},
};

static void
keep_attribute(const struct keeping *keeping, const struct kept_attribute *kept,
               const struct fact *live, struct fact *fact)
{
	const struct fact_attribute *theirs = fact_attribute_find(live, kept->name);
	const struct fact_attribute *ours = fact_attribute_find(fact, kept->name);

	if (theirs == NULL || ours == NULL || fact_value_is_same(&theirs->value, &ours->value))
		return;

	size_t place = (size_t)(ours - fact->attributes);

	fact->attributes = keep_array(keeping->joint, fact->attributes, fact->attribute_count,
	                              sizeof *fact->attributes, 0);
	kept->keep(keeping, theirs, fact->id, &fact->attributes[place]);
}

static void
keep_attributes(const struct keeping *keeping, const struct fact *live, struct fact *fact)
{
	for (size_t index = 0; index < sizeof kept_attributes / sizeof kept_attributes[0]; index++)
	{
		if (kept_attributes[index].kind == fact->kind)
			keep_attribute(keeping, &kept_attributes[index], live, fact);
	}
}

void
fact_set_keep_details(const struct fact_set *desired, const struct fact_set *live,
                      const struct management *management, struct fact_set *joint)
{
	struct keeping keeping = {.management = management, .joint = joint};

	for (size_t index = 0; index < desired->count; index++)
	{
		if (desired->items[index].kind != FACT_SCHEMA)
			note_named(&desired->items[index], &keeping.named);
	}
	for (size_t index = 0; index < desired->count; index++)
	{
		const struct fact *wanted = &desired->items[index];
		size_t at_live = fact_set_find(live, wanted->kind, wanted->id);
		size_t at_joint = fact_set_find(joint, wanted->kind, wanted->id);

		if (at_live == FACT_NOWHERE || at_joint == FACT_NOWHERE)
			continue;
		keep_privileges(&keeping, &live->items[at_live], &joint->items[at_joint]);
		keep_attributes(&keeping, &live->items[at_live], &joint->items[at_joint]);
	}
	name_list_free(&keeping.named);
}
