#include "fake_facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/catalog/statement_text.h"
#include "unit_test.h"

enum link_role
{
	LINK_PARENT,
	LINK_DEPENDENCY,
	LINK_ORDER,
	LINK_ATTACHED,
	LINK_OWNER_COLUMN
};

struct fake_link
{
	enum link_role role;
	enum fact_kind kind;
	const char *id;
	enum fact_kind to_kind;
	const char *to_id;
};

struct fact *
fake_fact(struct fake_facts *facts, enum fact_kind kind, const char *id, const char *definition)
{
	struct text_arena *texts = &facts->set.texts;
	struct fact *fact = ARRAY_ADD(facts->set.items, facts->set.count);

	*fact = (struct fact){
		.kind = kind,
		.id = text_arena_copy(texts, id),
		.parent = FACT_NOWHERE,
		.definition = text_arena_copy(texts, definition),
		.create_sql = statement_format(texts, "create %s %s", fact_kind_name(kind), id),
		.drop_sql = statement_format(texts, "drop %s %s", fact_kind_name(kind), id),
		.attached = FACT_NOWHERE,
		.owner_column = FACT_NOWHERE,
	};
	return fact;
}

static void
add_link(struct fake_facts *facts, const struct fact *fact, enum link_role role,
         enum fact_kind kind, const char *id)
{
	struct text_arena *texts = &facts->set.texts;
	struct fake_link link = {role, fact->kind, fact->id, kind, text_arena_copy(texts, id)};

	*ARRAY_ADD(facts->links, facts->link_count) = link;
}

void
fake_parent(struct fake_facts *facts, const struct fact *fact, enum fact_kind kind, const char *id)
{
	add_link(facts, fact, LINK_PARENT, kind, id);
	add_link(facts, fact, LINK_DEPENDENCY, kind, id);
}

void
fake_dependency(struct fake_facts *facts, const struct fact *fact, enum fact_kind kind,
                const char *id)
{
	add_link(facts, fact, LINK_DEPENDENCY, kind, id);
}

void
fake_order(struct fake_facts *facts, const struct fact *fact, enum fact_kind kind, const char *id)
{
	add_link(facts, fact, LINK_ORDER, kind, id);
}

void
fake_attached(struct fake_facts *facts, const struct fact *fact, enum fact_kind kind,
              const char *id)
{
	add_link(facts, fact, LINK_ATTACHED, kind, id);
}

static const char *
last_name(const char *id)
{
	const char *dot = strrchr(id, '.');

	return dot != NULL ? dot + 1 : id;
}

const char *
fake_slot(struct fake_facts *facts, const char *id)
{
	return statement_format(&facts->set.texts, "relation %s", id);
}

struct fact *
fake_table(struct fake_facts *facts, const char *id)
{
	struct fact *fact = fake_fact(facts, FACT_TABLE, id, "r");

	fact->extra.slot = fake_slot(facts, id);
	return fact;
}

struct fact *
fake_column(struct fake_facts *facts, const char *table, const char *name, const char *type)
{
	struct text_arena *texts = &facts->set.texts;
	const char *id = statement_format(texts, "%s.%s", table, name);
	struct fact *fact = fake_fact(facts, FACT_COLUMN, id, "");

	fact->extra.table = text_arena_copy(texts, table);
	fact->extra.name = last_name(fact->id);
	*ARRAY_ADD(fact->attributes, fact->attribute_count) = (struct fact_attribute){
		.name = "type",
		.value = {.text = text_arena_copy(texts, type)},
		.fresh = {.text = text_arena_copy(texts, type)},
		.text = statement_format(texts, "type of %s is %s", id, type),
	};
	fake_parent(facts, fact, FACT_TABLE, table);
	return fact;
}

struct fact *
fake_part(struct fake_facts *facts, enum fact_kind kind, const char *id, const char *table)
{
	struct fact *fact = fake_fact(facts, kind, id, "");

	fact->extra.table = text_arena_copy(&facts->set.texts, table);
	fact->extra.name = last_name(fact->id);
	fake_parent(facts, fact, FACT_TABLE, table);
	return fact;
}

struct fact *
fake_owned_sequence(struct fake_facts *facts, const char *id, const char *column)
{
	struct fact *owned = fake_fact(facts, FACT_OWNED_BY, id, column);

	fake_parent(facts, owned, FACT_SEQUENCE, id);
	fake_dependency(facts, owned, FACT_COLUMN, column);

	struct fact *sequence = fake_fact(facts, FACT_SEQUENCE, id, "");

	sequence->extra.slot = fake_slot(facts, id);
	add_link(facts, sequence, LINK_OWNER_COLUMN, FACT_COLUMN, column);
	return sequence;
}

void
fake_attribute(struct fake_facts *facts, struct fact *fact, const char *name, const char *value,
               const char *fresh)
{
	*ARRAY_ADD(fact->attributes, fact->attribute_count) = (struct fact_attribute){
		.name = name,
		.value = {.text = value},
		.fresh = {.text = fresh},
		.text = statement_format(&facts->set.texts, "set %s %s %s", fact->id, name,
	                             value != NULL ? value : "null"),
	};
}

void
fake_comment(struct fake_facts *facts, struct fact *fact, const char *comment)
{
	fake_attribute(facts, fact, "comment", comment, NULL);
}

void
fake_pair(struct fact_pairs *pairs, const char *name, const char *value)
{
	*ARRAY_ADD(pairs->items, pairs->count) = (struct fact_pair){name, value};
}

void
fake_privilege(struct fact *fact, const char *on, const char *grantee, const char *privilege)
{
	fact->access.on = on;
	fact->access.owner = "owner";
	*ARRAY_ADD(fact->access.items.items, fact->access.items.count) =
		(struct fact_privilege){grantee, privilege, false};
}

static void
add_place(struct fact_places *places, size_t place)
{
	*ARRAY_ADD(places->items, places->count) = place;
}

static void
tell_place(struct fact_set *set, const struct fake_link *link)
{
	size_t to = fact_set_find(set, link->to_kind, link->to_id);
	struct fact *fact = &set->items[fact_set_find(set, link->kind, link->id)];

	if (to == FACT_NOWHERE)
		fail_msg("%s %s refers to %s %s, which is not there", fact_kind_name(link->kind), link->id,
		         fact_kind_name(link->to_kind), link->to_id);
	switch (link->role)
	{
		case LINK_PARENT:
			fact->parent = to;
			fact->parent_id = link->to_id;
			break;
		case LINK_DEPENDENCY:
			add_place(&fact->dependencies, to);
			break;
		case LINK_ORDER:
			add_place(&fact->order, to);
			break;
		case LINK_ATTACHED:
			fact->attached = to;
			break;
		case LINK_OWNER_COLUMN:
			fact->owner_column = to;
			break;
	}
}

const struct fact_set *
fake_set(struct fake_facts *facts)
{
	fact_set_sort(&facts->set);
	for (size_t i = 0; i < facts->link_count; i++)
		tell_place(&facts->set, &facts->links[i]);
	facts->link_count = 0;
	if (facts->set.server_version_num == 0)
		facts->set.server_version_num = 150000;
	return &facts->set;
}

struct fact_set
fake_set_take(struct fake_facts *facts)
{
	struct fact_set set = *fake_set(facts);

	facts->set = (struct fact_set){0};
	fake_facts_free(facts);
	return set;
}

void
fake_facts_free(struct fake_facts *facts)
{
	fact_set_free(&facts->set);
	free(facts->links);
	*facts = (struct fake_facts){0};
}

static void
append_step(struct text *text, const struct change_step *step)
{
	static const char *const hazards[] = {
		[HAZARD_NONE] = "",
		[HAZARD_REWRITE] = "rewrite: ",
		[HAZARD_REVOKE] = "revoke: ",
		[HAZARD_DESTRUCTIVE] = "destructive: ",
	};

	text_append(text, hazards[step->hazard]);
	for (size_t i = 0; i < CHANGE_ALTERNATIVES && step->alternatives[i] != NULL; i++)
		text_append_format(text, "%s%s", i > 0 ? " | " : "", step->alternatives[i]);
	text_append_char(text, '\n');
}

char *
fake_steps_text(const struct change_step *steps, size_t count)
{
	cleanup_text struct text text = TEXT_EMPTY;

	text_append(&text, "");
	for (size_t i = 0; i < count; i++)
		append_step(&text, &steps[i]);
	return text_steal(&text);
}

void
assert_plan(struct fake_facts *live, struct fake_facts *desired, const char *expected)
{
	cleanup_change_plan struct change_plan plan;

	change_plan_make(fake_set(live), fake_set(desired), &plan);

	cleanup_memory char *text = fake_steps_text(plan.steps, plan.count);

	assert_string_equal(text, expected);
	fake_facts_free(live);
	fake_facts_free(desired);
}
