#include "base/text_arena.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "unit_test.h"

static void
test_text_arena__keeps_texts_where_they_are(UNUSED void **state)
{
	enum
	{
		TEXT_COUNT = 20000
	};
	static const char *copies[TEXT_COUNT];
	struct text_arena arena = {0};
	char text[32];

	for (int index = 0; index < TEXT_COUNT; index++)
	{
		(void)snprintf(text, sizeof text, "text %d", index);
		copies[index] = text_arena_copy(&arena, text);
	}
	for (int index = 0; index < TEXT_COUNT; index++)
	{
		(void)snprintf(text, sizeof text, "text %d", index);
		assert_string_equal(copies[index], text);
	}
	text_arena_free(&arena);
	assert_null(arena.newest);
}

static void
test_text_arena__takes_a_text_larger_than_any_piece(UNUSED void **state)
{
	enum
	{
		LENGTH_BYTES = 1000000
	};
	struct text_arena arena = {0};
	cleanup_memory char *large = memory_allocate(LENGTH_BYTES + 1, 1);

	memset(large, 'x', LENGTH_BYTES);

	const char *before = text_arena_copy(&arena, "before");
	const char *copy = text_arena_copy(&arena, large);
	const char *after = text_arena_copy(&arena, "after");

	assert_string_equal(before, "before");
	assert_string_equal(copy, large);
	assert_string_equal(after, "after");
	text_arena_free(&arena);
}

static void
test_text_arena__copies_empty_texts_and_keeps_null(UNUSED void **state)
{
	struct text_arena arena = {0};

	assert_string_equal(text_arena_copy(&arena, ""), "");
	assert_null(text_arena_copy_or_null(&arena, NULL));
	assert_string_equal(text_arena_copy_or_null(&arena, "a"), "a");
	text_arena_free(&arena);
	text_arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_arena__keeps_texts_where_they_are),
		cmocka_unit_test(test_text_arena__takes_a_text_larger_than_any_piece),
		cmocka_unit_test(test_text_arena__copies_empty_texts_and_keeps_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
