#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

/*
 * An array that grows by an item at a time.
 */

#include <stddef.h>

/*
 * A pointer to one more item at the end, not yet written to, and counts it:
 *
 *	*ARRAY_ADD(list->items, list->count) = (struct finding){...};
 *
 * items, count   of the array; NULL and 0 at first; the items may move. Evaluated more than once, and
 *                not before what is assigned, which therefore must not name them.
 *
 * Capacities are powers of two, told from the count, so that no list carries one: an array that was
 * allocated in another way must not be grown by this. free() releases it. Ends the program when
 * memory is out (base/memory.h).
 */
#define ARRAY_ADD(items, count) \
	((items) = array_grow((items), (count), sizeof *(items)), &(items)[(count)++])

/* The items with room for one more. */
void *array_grow(void *items, size_t count, size_t item_bytes);

#endif
