#ifndef DOMAIN_CATALOG_CHANGE_ORDER_H
#define DOMAIN_CATALOG_CHANGE_ORDER_H

/*
 * A graph of what is to be done, and the order in which to do it.
 *
 * Each node is one action on one object. Among nodes that wait for nothing, drops come first, in
 * the reverse order of kinds; then what is altered and created, in the order of kinds; replaced
 * types that stood aside go last. In a cycle, the node goes first that waits for the least.
 */

#include <stddef.h>
#include <stdint.h>

#include "domain/catalog/change_step.h"
#include "domain/catalog/fact_kind.h"

enum node_action
{
	NODE_DROP,
	NODE_ALTER,
	NODE_CREATE,
	NODE_NOTHING,  /* has a place in the order; another statement does it */
	NODE_DROP_OLD, /* of a type that stood aside */
	NODE_ACTION_COUNT
};

/* Which action on which object; NODE_ABSENT for none at all. */
struct node_key
{
	enum node_action action;
	size_t place;
};

#define NODE_ABSENT ((struct node_key){NODE_NOTHING, SIZE_MAX})

struct change_node
{
	struct node_key key;
	enum fact_kind kind;
	size_t waits_for; /* how many nodes */
	struct change_steps steps;
};

struct change_edge
{
	uint32_t before;
	uint32_t after;
};

struct change_order
{
	struct change_node *nodes;
	size_t node_count;
	uint32_t *numbers; /* of nodes, from 1 on, by place and action */
	struct change_edge *edges;
	size_t edge_count;
	const enum fact_kind *kinds; /* by place */
	struct text_arena *texts;
};

/* For that many objects; kinds and texts outlive it. */
void change_order_begin(struct change_order *order, const enum fact_kind *kinds, size_t count,
                        struct text_arena *texts);

/* The node, which is made if it is not there. The pointer is good until another one is made. */
struct change_node *change_order_node(struct change_order *order, struct node_key key);

/* Nothing happens where one of them is absent, or both are the same. */
void change_order_edge(struct change_order *order, struct node_key before, struct node_key after);

/* Moves the steps of all nodes, in their order, to the end of a list. */
void change_order_write(struct change_order *order, struct change_steps *steps);

void change_order_free(struct change_order *order);
#define cleanup_change_order __attribute__((cleanup(change_order_free)))

#endif
