#ifndef BASE_TEXT_ARENA_H
#define BASE_TEXT_ARENA_H

/*
 * Texts that live and die together: a few large pieces of memory in place of one for each text.
 */

struct text_arena_piece;

/* {0} is empty. May be copied like a pointer: one of the copies owns the texts. */
struct text_arena
{
	struct text_arena_piece *newest;
};

/* The copy stays where it is until the arena is freed. */
const char *text_arena_copy(struct text_arena *arena, const char *text);
const char *text_arena_copy_or_null(struct text_arena *arena, const char *text); /* NULL for NULL */

/* Leaves it empty. */
void text_arena_free(struct text_arena *arena);

#endif
