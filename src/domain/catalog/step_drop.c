#include "domain/catalog/step_drop.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "domain/catalog/change_node.h"
#include "domain/catalog/fact_access.h"
#include "domain/catalog/statement_text.h"

enum
{
	/* What a name has room for beside the suffix, by the limit of 63. */
	STANDING_ASIDE_NAME_BYTES = 55
};

static int
compare_identity_names(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

void
identity_names_collect(const struct change_set *changes, struct identity_names *names)
{
	for (size_t i = 0; i < changes->desired->count; i++)
	{
		const char *sequence = changes->desired->items[i].extra.identity_sequence;

		if (sequence != NULL)
			*ARRAY_ADD(names->items, names->count) = sequence;
	}
	if (names->count > 1)
		qsort(names->items, names->count, sizeof *names->items, compare_identity_names);
}

void
identity_names_free(struct identity_names *names)
{
	free(names->items);
}

static bool
becomes_identity(const struct identity_names *names, const struct fact *fact)
{
	return fact->kind == FACT_SEQUENCE && names->count > 0 &&
	       bsearch(&fact->id, names->items, names->count, sizeof *names->items,
	               compare_identity_names) != NULL;
}

/* "\"Mood\"" is Mood. */
static void
append_unquoted(struct text *name, const char *quoted)
{
	bool is_quoted = quoted[0] == '"';

	for (const char *byte = quoted + is_quoted; *byte != '\0'; byte++)
	{
		if (is_quoted && *byte == '"' && *++byte != '"')
			break;
		text_append_char(name, *byte);
	}
}

/* Another name for a type, cut where a character begins. */
static const char *
name_aside(const struct fact *type, struct text_arena *texts)
{
	cleanup_text struct text name = TEXT_EMPTY;
	cleanup_text struct text quoted = TEXT_EMPTY;
	size_t length;

	append_unquoted(&name, type->extra.name);
	length = name.length_bytes;
	if (length > STANDING_ASIDE_NAME_BYTES)
	{
		length = STANDING_ASIDE_NAME_BYTES;
		while (length > 0 && ((unsigned char)name.bytes[length] & 0xC0) == 0x80)
			length--;
	}

	const char *cut = statement_format(texts, "%.*s__old", (int)length, text_bytes(&name));

	statement_append_identifier(&quoted, cut);
	return text_arena_copy(texts, text_bytes(&quoted));
}

/* The schema of an identity that ends with the name; what stands before the dot. */
static int
schema_length(const struct fact *type)
{
	size_t id_length = strlen(type->id);
	size_t name_length = strlen(type->extra.name);

	return id_length > name_length + 1 ? (int)(id_length - name_length - 1) : 0;
}

static void
stand_aside(const struct object_change *object, const struct node_key key,
            struct change_order *order)
{
	const struct fact *type = object->live;
	const char *word = type->kind == FACT_DOMAIN      ? "domain"
	                   : type->kind == FACT_COLLATION ? "collation"
	                                                  : "type";
	const char *name = name_aside(object->desired, order->texts);
	struct node_key old = {NODE_DROP_OLD, key.place};
	struct change_steps *steps = &change_order_node(order, key)->steps;

	change_step_judge(change_steps_format(steps, "alter %s %s rename to %s", word, type->id, name),
	                  hazard_of_lost_parts(type, object->desired));
	change_steps_describe(steps, 0, CHANGE_ALTER, type);

	steps = &change_order_node(order, old)->steps;
	(void)change_steps_format(steps, "drop %s if exists %.*s.%s", word, schema_length(type),
	                          type->id, name);
	change_steps_describe(steps, 0, CHANGE_DROP, type);
	change_order_edge(order, (struct node_key){NODE_CREATE, key.place}, old);
}

/* NULL if nothing comes in the place of it, or of an index that is attached to it and goes with it. */
static const struct fact *
successor(const struct change_set *changes, size_t place)
{
	enum fact_kind kind = changes->items[place].live->kind;

	for (size_t i = 0; i < changes->live->count && (kind == FACT_INDEX || kind == FACT_CONSTRAINT);
	     i++)
	{
		size_t attached = change_set_live_place(changes, changes->live->items[i].attached);
		size_t own = changes->live_places[i];

		if (attached == place && changes->live->items[i].kind != FACT_VALIDATION &&
		    change_set_state(changes, own) == CHANGE_STATE_DROPPED &&
		    change_node_of_drop(changes, own).place == place)
			return NULL;
	}
	return changes->items[place].desired;
}

void
step_drop_add(const struct change_set *changes, const struct identity_names *identities,
              struct change_order *order, size_t place)
{
	const struct object_change *object = &changes->items[place];
	const struct fact *fact = object->live;
	struct node_key key = change_node_of_drop(changes, place);
	struct change_steps *steps = &change_order_node(order, key)->steps;

	if (key.action != NODE_DROP || key.place != place)
		return;
	if (object->stands_aside)
	{
		stand_aside(object, key, order);
		return;
	}
	if (fact_kind_traits(fact->kind)->has_initial_access)
	{
		fact_access_change(&fact->access,
		                   (struct fact_access_side){&fact->access.items, fact->access.owner},
		                   &fact->access.initial, steps);
	}
	else if (fact->drop_sql[0] != '\0')
	{
		struct change_step *step = change_steps_add(steps, fact->drop_sql);

		if (!becomes_identity(identities, fact))
			change_step_judge(step, hazard_of_drop(fact, successor(changes, place), order->texts));
	}
	change_steps_describe(steps, 0, CHANGE_DROP, fact);
}
