#include "domain/catalog/change_order.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/memory.h"

void
change_order_begin(struct change_order *order, const enum fact_kind *kinds, size_t count,
                   struct text_arena *texts)
{
	size_t most = count * NODE_ACTION_COUNT + 1;

	*order = (struct change_order){
		.numbers = memory_allocate(most, sizeof *order->numbers),
		.kinds = kinds,
		.texts = texts,
	};
	memset(order->numbers, 0, most * sizeof *order->numbers);
}

void
change_order_free(struct change_order *order)
{
	for (size_t i = 0; i < order->node_count; i++)
		change_steps_free(&order->nodes[i].steps);
	free(order->nodes);
	free(order->numbers);
	free(order->edges);
	*order = (struct change_order){0};
}

struct change_node *
change_order_node(struct change_order *order, struct node_key key)
{
	uint32_t *number = &order->numbers[key.place * NODE_ACTION_COUNT + key.action];

	if (*number == 0)
	{
		*ARRAY_ADD(order->nodes, order->node_count) = (struct change_node){
			.key = key,
			.kind = order->kinds[key.place],
			.steps = {.texts = order->texts},
		};
		*number = (uint32_t)order->node_count;
	}
	return &order->nodes[*number - 1];
}

static bool
is_absent(struct node_key key)
{
	return key.place == NODE_ABSENT.place;
}

static uint32_t
node_number(struct change_order *order, struct node_key key)
{
	return (uint32_t)(change_order_node(order, key) - order->nodes);
}

void
change_order_edge(struct change_order *order, struct node_key before, struct node_key after)
{
	if (is_absent(before) || is_absent(after) ||
	    (before.action == after.action && before.place == after.place))
		return;

	struct change_edge edge = {node_number(order, before), node_number(order, after)};

	*ARRAY_ADD(order->edges, order->edge_count) = edge;
}

static int
compare_edges(const void *left, const void *right)
{
	const struct change_edge *one = left;
	const struct change_edge *other = right;

	if (one->before != other->before)
		return one->before < other->before ? -1 : 1;
	return (one->after > other->after) - (one->after < other->after);
}

static void
keep_each_edge_once(struct change_order *order)
{
	size_t kept = 0;

	if (order->edge_count > 1)
		qsort(order->edges, order->edge_count, sizeof *order->edges, compare_edges);
	for (size_t i = 0; i < order->edge_count; i++)
	{
		if (i == 0 || compare_edges(&order->edges[kept - 1], &order->edges[i]) != 0)
			order->edges[kept++] = order->edges[i];
	}
	order->edge_count = kept;
	for (size_t i = 0; i < kept; i++)
		order->nodes[order->edges[i].after].waits_for++;
}

/* Drops, everything else, types that stood aside. */
static int
phase_of(enum node_action action)
{
	return action == NODE_DROP ? 0 : action == NODE_DROP_OLD ? 2 : 1;
}

static int
compare_priorities(const struct change_node *left, const struct change_node *right)
{
	int by_phase = phase_of(left->key.action) - phase_of(right->key.action);
	int by_kind = (int)left->kind - (int)right->kind;

	if (by_phase != 0)
		return by_phase;
	if (by_kind != 0 && left->key.action != NODE_DROP_OLD)
		return left->key.action == NODE_DROP ? -by_kind : by_kind;
	if (left->key.place != right->key.place)
		return left->key.place < right->key.place ? -1 : 1;
	return (int)left->key.action - (int)right->key.action;
}

/* Those that wait for nothing stand before all others; the others are in the order of forcing. */
static int
compare_nodes(const struct change_node *left, const struct change_node *right)
{
	bool left_is_ready = left->waits_for == 0;
	bool right_is_ready = right->waits_for == 0;

	if (left_is_ready != right_is_ready)
		return left_is_ready ? -1 : 1;
	if (!left_is_ready)
	{
		int by_phase = phase_of(left->key.action) - phase_of(right->key.action);

		if (by_phase != 0)
			return by_phase;
		if (left->waits_for != right->waits_for)
			return left->waits_for < right->waits_for ? -1 : 1;
	}
	return compare_priorities(left, right);
}

/* All nodes that are still to be done, the next one on top. */
struct node_heap
{
	struct change_node *nodes;
	uint32_t *items;     /* numbers of nodes */
	uint32_t *positions; /* in items, by number */
	size_t count;
};

static void
heap_put(struct node_heap *heap, size_t position, uint32_t number)
{
	heap->items[position] = number;
	heap->positions[number] = (uint32_t)position;
}

static bool
heap_is_before(const struct node_heap *heap, uint32_t left, uint32_t right)
{
	return compare_nodes(&heap->nodes[left], &heap->nodes[right]) < 0;
}

static void
heap_rise(struct node_heap *heap, size_t position)
{
	uint32_t number = heap->items[position];

	while (position > 0 && heap_is_before(heap, number, heap->items[(position - 1) / 2]))
	{
		heap_put(heap, position, heap->items[(position - 1) / 2]);
		position = (position - 1) / 2;
	}
	heap_put(heap, position, number);
}

static void
heap_sink(struct node_heap *heap, size_t position)
{
	uint32_t number = heap->items[position];

	for (size_t child = position * 2 + 1; child < heap->count; child = position * 2 + 1)
	{
		if (child + 1 < heap->count &&
		    heap_is_before(heap, heap->items[child + 1], heap->items[child]))
			child++;
		if (!heap_is_before(heap, heap->items[child], number))
			break;
		heap_put(heap, position, heap->items[child]);
		position = child;
	}
	heap_put(heap, position, number);
}

static uint32_t
heap_take(struct node_heap *heap)
{
	uint32_t top = heap->items[0];
	uint32_t last = heap->items[--heap->count];

	if (heap->count > 0)
	{
		heap_put(heap, 0, last);
		heap_sink(heap, 0);
	}
	heap->positions[top] = UINT32_MAX;
	return top;
}

/* First edges by the node that they leave; one more at the end. The caller frees it. */
static size_t *
edge_starts(const struct change_order *order)
{
	size_t *starts = memory_allocate(order->node_count + 1, sizeof *starts);
	size_t edge = 0;

	for (size_t i = 0; i <= order->node_count; i++)
	{
		while (edge < order->edge_count && order->edges[edge].before < i)
			edge++;
		starts[i] = edge;
	}
	return starts;
}

static void
release_waiting(struct change_order *order, struct node_heap *heap, const size_t *starts,
                uint32_t done)
{
	for (size_t i = starts[done]; i < starts[done + 1]; i++)
	{
		uint32_t after = order->edges[i].after;

		if (heap->positions[after] == UINT32_MAX)
			continue;
		order->nodes[after].waits_for--;
		heap_rise(heap, heap->positions[after]);
	}
}

void
change_order_write(struct change_order *order, struct change_steps *steps)
{
	keep_each_edge_once(order);

	cleanup_memory size_t *starts = edge_starts(order);
	cleanup_memory uint32_t *items = memory_allocate(order->node_count + 1, sizeof *items);
	cleanup_memory uint32_t *positions = memory_allocate(order->node_count + 1, sizeof *positions);
	struct node_heap heap = {order->nodes, items, positions, order->node_count};

	for (size_t i = 0; i < heap.count; i++)
		heap_put(&heap, i, (uint32_t)i);
	for (size_t i = heap.count / 2; i > 0; i--)
		heap_sink(&heap, i - 1);
	while (heap.count > 0)
	{
		uint32_t next = heap_take(&heap);

		change_steps_move(&order->nodes[next].steps, steps);
		release_waiting(order, &heap, starts, next);
	}
}
