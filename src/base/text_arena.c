#include "base/text_arena.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum
{
	FIRST_PIECE_BYTES = 4096,
	/* What the last piece leaves unused stays small beside a list that needs several. */
	LARGEST_PIECE_BYTES = 262144
};

struct text_arena_piece
{
	struct text_arena_piece *older;
	size_t capacity_bytes;
	size_t used_bytes;
	char bytes[];
};

static size_t
next_capacity(const struct text_arena *arena, size_t needed_bytes)
{
	size_t capacity_bytes =
		arena->newest == NULL ? FIRST_PIECE_BYTES : arena->newest->capacity_bytes * 2;

	if (capacity_bytes > LARGEST_PIECE_BYTES)
		capacity_bytes = LARGEST_PIECE_BYTES;
	return capacity_bytes < needed_bytes ? needed_bytes : capacity_bytes;
}

static void
add_piece(struct text_arena *arena, size_t needed_bytes)
{
	size_t capacity_bytes = next_capacity(arena, needed_bytes);
	struct text_arena_piece *piece = memory_allocate(1, sizeof *piece + capacity_bytes);

	piece->older = arena->newest;
	piece->capacity_bytes = capacity_bytes;
	arena->newest = piece;
}

const char *
text_arena_copy(struct text_arena *arena, const char *text)
{
	size_t size_bytes = strlen(text) + 1;

	if (arena->newest == NULL ||
	    arena->newest->capacity_bytes - arena->newest->used_bytes < size_bytes)
		add_piece(arena, size_bytes);

	char *copy = arena->newest->bytes + arena->newest->used_bytes;

	memcpy(copy, text, size_bytes);
	arena->newest->used_bytes += size_bytes;
	return copy;
}

const char *
text_arena_copy_or_null(struct text_arena *arena, const char *text)
{
	return text != NULL ? text_arena_copy(arena, text) : NULL;
}

void
text_arena_free(struct text_arena *arena)
{
	while (arena->newest != NULL)
	{
		struct text_arena_piece *piece = arena->newest;

		arena->newest = piece->older;
		free(piece);
	}
}
