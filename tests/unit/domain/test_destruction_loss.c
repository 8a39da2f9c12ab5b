#include "domain/destruction.h"

#include <stdio.h>

#include "unit_test.h"

static char table[] = "table";
static char column[] = "column";

static void
add(struct loss_list *losses, char *kind, const char *name, int64_t row_count)
{
	char copy[64];

	(void)snprintf(copy, sizeof copy, "%s", name);
	loss_list_append(losses, &(struct loss){.kind = kind,
	                                        .name = copy,
	                                        .row_count = row_count,
	                                        .is_estimate = row_count > 10000,
	                                        .size_bytes = row_count * 100});
}

static void
test_destruction_loss__reads_with_rows_and_size(UNUSED void **state)
{
	cleanup_loss_list struct loss_list losses = {0};
	cleanup_text struct text words = TEXT_EMPTY;

	add(&losses, table, "shop.a", 1);
	add(&losses, table, "shop.b", 9876);
	add(&losses, column, "shop.c.d", 2000000);
	add(&losses, table, "shop.e", 15);
	loss_list_describe(&losses, 1000, &words);
	assert_string_equal(
		text_bytes(&words),
		"table shop.a (1 row, 100 bytes), table shop.b (9,876 rows, 964 kB), "
		"column shop.c.d (~2,000,000 rows, 190 MB), table shop.e (15 rows, 1.4 kB)");
}

static void
test_destruction_loss__is_cut_at_a_whole_entry(UNUSED void **state)
{
	cleanup_loss_list struct loss_list losses = {0};
	cleanup_text struct text words = TEXT_EMPTY;
	cleanup_text struct text flags = TEXT_EMPTY;

	for (int at = 0; at < 20; at++)
		add(&losses, table, "shop.a", 1);
	loss_list_describe(&losses, 100, &words);
	assert_string_equal(text_bytes(&words), "table shop.a (1 row, 100 bytes), table shop.a (1 row, "
	                                        "100 bytes) and 18 more");
	loss_list_describe_flags(&losses, 1, &flags);
	assert_string_equal(text_bytes(&flags), "--allow 'table:shop.a' and 19 more like it");
}

static void
test_destruction_loss__names_flags_as_a_shell_takes_them(UNUSED void **state)
{
	cleanup_loss_list struct loss_list losses = {0};
	cleanup_text struct text flags = TEXT_EMPTY;

	add(&losses, table, "shop.\"It's\"", 1);
	add(&losses, column, "shop.c.d", 1);
	loss_list_describe_flags(&losses, 1000, &flags);
	assert_string_equal(text_bytes(&flags),
	                    "--allow 'table:shop.\"It'\\''s\"' --allow 'column:shop.c.d'");
}

static void
test_destruction_loss__of_no_rows_or_allowed_is_none(UNUSED void **state)
{
	cleanup_loss_list struct loss_list losses = {0};

	add(&losses, table, "shop.empty", 0);
	add(&losses, table, "shop.allowed", 5);
	add(&losses, table, "shop.refused", 5);
	loss_list_keep_refused(&losses, "table:shop.allowed");
	assert_int_equal(losses.count, 1);
	assert_string_equal(losses.items[0].name, "shop.refused");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_destruction_loss__reads_with_rows_and_size),
		cmocka_unit_test(test_destruction_loss__is_cut_at_a_whole_entry),
		cmocka_unit_test(test_destruction_loss__names_flags_as_a_shell_takes_them),
		cmocka_unit_test(test_destruction_loss__of_no_rows_or_allowed_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
