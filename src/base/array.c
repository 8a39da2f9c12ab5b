#include "base/array.h"

#include <stdbool.h>
#include <stdint.h>

#include "base/memory.h"

enum
{
	FIRST_CAPACITY = 8 /* a power of two */
};

static bool
is_full(size_t count)
{
	return count == 0 || (count >= FIRST_CAPACITY && (count & (count - 1)) == 0);
}

void *
array_grow(void *items, size_t count, size_t item_bytes)
{
	if (!is_full(count))
		return items;
	if (count == 0)
		return memory_resize(items, FIRST_CAPACITY, item_bytes);
	/* More than there can be: memory_resize() ends the program. */
	return memory_resize(items, count > SIZE_MAX / 2 ? SIZE_MAX : count * 2, item_bytes);
}
