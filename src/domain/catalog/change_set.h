#ifndef DOMAIN_CATALOG_CHANGE_SET_H
#define DOMAIN_CATALOG_CHANGE_SET_H

/*
 * Every object of both sides, once, with what becomes of it.
 *
 * An object's place here is not its place in one of the two sets. Places are in the order of kinds
 * and identities.
 */

#include "domain/catalog/change_step.h"
#include "domain/catalog/fact.h"

enum change_state
{
	CHANGE_STATE_NONE, /* of the live side alone, and it stays */
	CHANGE_STATE_SAME,
	CHANGE_STATE_ALTERED,
	CHANGE_STATE_REPLACED,
	CHANGE_STATE_DROPPED,
	CHANGE_STATE_CREATED,
	CHANGE_STATE_RENAMED /* becomes another object, whose state is ALTERED */
};

struct object_change
{
	const struct fact *live;    /* NULL: not there */
	const struct fact *desired; /* NULL: not wanted */
	enum change_state state;
	bool is_retyped;         /* a column that gets another type */
	bool is_retype_followed; /* what depends on the column has been looked at */
	bool is_own;       /* a column of what is attached to another table than before, or to none */
	bool stands_aside; /* a replaced type that is renamed until its columns have the new one */
	struct change_steps steps; /* of ALTERED */
	size_t renamed_to;         /* of RENAMED */
};

struct change_set
{
	const struct fact_set *live;
	const struct fact_set *desired;
	struct object_change *items;
	size_t count;
	size_t *live_places; /* by place in the live set */
	size_t *desired_places;
	size_t *dependents;       /* of all live objects, one after the other */
	size_t *dependents_start; /* by place; one more at the end */
	struct text_arena *texts;
};

/* Both sets and the arena outlive it. */
void change_set_make(const struct fact_set *live, const struct fact_set *desired,
                     struct text_arena *texts, struct change_set *changes);

void change_set_free(struct change_set *changes);
#define cleanup_change_set __attribute__((cleanup(change_set_free)))

enum fact_kind change_set_kind(const struct change_set *changes, size_t place);
const char *change_set_id(const struct change_set *changes, size_t place);

/* FACT_NOWHERE if neither side has it. */
size_t change_set_find(const struct change_set *changes, enum fact_kind kind, const char *id);

/* Places here of what a place of one side's set is; FACT_NOWHERE for FACT_NOWHERE. */
size_t change_set_live_place(const struct change_set *changes, size_t place);
size_t change_set_desired_place(const struct change_set *changes, size_t place);

/* Dropped or replaced; created or replaced. False for FACT_NOWHERE. */
bool change_set_is_gone(const struct change_set *changes, size_t place);
bool change_set_is_made(const struct change_set *changes, size_t place);

enum change_state change_set_state(const struct change_set *changes, size_t place);

/* Gives up the steps that would alter it. */
void change_set_replace(struct change_set *changes, size_t place);

#endif
