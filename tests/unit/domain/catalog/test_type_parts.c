#include "domain/catalog/type_parts.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "fake_facts.h"
#include "unit_test.h"

enum
{
	MOST_PARTS = 4
};

/* The statements, or "anew". */
static void
assert_parts(enum fact_kind kind, struct fact_pairs live, struct fact_pairs desired,
             const char *expected)
{
	struct text_arena texts = {0};
	cleanup_change_steps struct change_steps steps = {.texts = &texts};
	const struct fact before = {.kind = kind, .id = "s.e", .extra.parts = live};
	const struct fact after = {.kind = kind, .id = "s.e", .extra.parts = desired};
	bool is_done = type_parts_change(&before, &after, &steps);
	cleanup_memory char *text = fake_steps_text(steps.items, steps.count);

	assert_string_equal(is_done ? text : "anew", expected);
	text_arena_free(&texts);
}

#define LABELS(...)                                                   \
	((struct fact_pairs){(struct fact_pair[MOST_PARTS]){__VA_ARGS__}, \
	                     sizeof((struct fact_pair[]){__VA_ARGS__}) / sizeof(struct fact_pair)})

static void
test_type_parts__labels_are_added_where_they_belong(UNUSED void **state)
{
	assert_parts(FACT_ENUM, LABELS({"b", NULL}), LABELS({"a", NULL}, {"b", NULL}, {"it's", NULL}),
	             "alter type s.e add value 'a' before 'b'\n"
	             "alter type s.e add value 'it''s' after 'b'\n");
	assert_parts(FACT_ENUM, (struct fact_pairs){0}, LABELS({"a", NULL}, {"b", NULL}),
	             "alter type s.e add value 'a'\n"
	             "alter type s.e add value 'b' after 'a'\n");
}

static void
test_type_parts__labels_that_go_or_move_need_a_new_type(UNUSED void **state)
{
	assert_parts(FACT_ENUM, LABELS({"a", NULL}, {"b", NULL}), LABELS({"a", NULL}), "anew");
	assert_parts(FACT_ENUM, LABELS({"a", NULL}, {"b", NULL}), LABELS({"b", NULL}, {"a", NULL}),
	             "anew");
}

static void
test_type_parts__attributes_are_dropped_and_added_at_the_end(UNUSED void **state)
{
	assert_parts(FACT_COMPOSITE_TYPE, LABELS({"a", "integer"}, {"b", "text"}, {"c", "date"}),
	             LABELS({"a", "integer"}, {"c", "date"}, {"d", "text"}),
	             "destructive: alter type s.e drop attribute b\n"
	             "alter type s.e add attribute d text\n");
	assert_parts(FACT_COMPOSITE_TYPE, LABELS({"a", "integer"}),
	             LABELS({"b", "text"}, {"a", "integer"}), "anew");
}

static void
test_type_parts__comments_follow_the_attributes(UNUSED void **state)
{
	struct text_arena texts = {0};
	cleanup_change_steps struct change_steps steps = {.texts = &texts};
	const struct fact before = {
		.id = "s.c", .extra.composite_columns = LABELS({"a", "old"}, {"b", "same"}, {"d", "gone"})};
	const struct fact after = {
		.id = "s.c", .extra.composite_columns = LABELS({"a", "it's"}, {"b", "same"}, {"c", "new"})};

	type_parts_comment(&before, &after, &steps);

	cleanup_memory char *text = fake_steps_text(steps.items, steps.count);

	assert_string_equal(text, "comment on column s.c.a is 'it''s'\n"
	                          "comment on column s.c.d is null\n"
	                          "comment on column s.c.c is 'new'\n");
	text_arena_free(&texts);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_type_parts__labels_are_added_where_they_belong),
		cmocka_unit_test(test_type_parts__labels_that_go_or_move_need_a_new_type),
		cmocka_unit_test(test_type_parts__attributes_are_dropped_and_added_at_the_end),
		cmocka_unit_test(test_type_parts__comments_follow_the_attributes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
