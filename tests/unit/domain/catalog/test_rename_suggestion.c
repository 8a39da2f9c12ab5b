#include "domain/catalog/rename_suggestion.h"

#include "fake_facts.h"
#include "unit_test.h"

static void
test_rename_suggestion__is_about_one_table_and_one_type(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};
	cleanup_text struct text sentences = TEXT_EMPTY;

	(void)fake_table(&live, "s.t");
	(void)fake_column(&live, "s.t", "login", "text");
	(void)fake_column(&live, "s.t", "n", "integer");
	(void)fake_column(&live, "s.t", "stays", "text");
	(void)fake_table(&desired, "s.t");
	(void)fake_table(&desired, "s.u");
	(void)fake_column(&desired, "s.t", "name", "text");
	(void)fake_column(&desired, "s.t", "stays", "text");
	(void)fake_column(&desired, "s.u", "m", "integer");
	rename_suggest(fake_set(&live), fake_set(&desired), &sentences);
	assert_string_equal(
		text_bytes(&sentences),
		"If column s.t.name is what s.t.login was, write \"-- @renamed from=login\" "
		"on its line. ");
	fake_facts_free(&live);
	fake_facts_free(&desired);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rename_suggestion__is_about_one_table_and_one_type),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
