#include "app/converge/label_use.h"

#include "fake_converge.h"
#include "unit_test.h"

static struct fake_converge fake;
static struct fake_facts live;
static struct fake_facts desired;

static int
set_up(UNUSED void **state)
{
	fake_converge_init(&fake);
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	fake_facts_free(&live);
	fake_facts_free(&desired);
	fake_converge_free(&fake);
	return 0;
}

static bool
may_replace_of(int64_t size_bytes)
{
	struct fact *type = fake_fact(&desired, FACT_ENUM, "s.e", "");
	char kind[] = "table";
	char name[] = "s.t";
	bool may_replace = false;

	fake_pair(&type->extra.parts, "a", NULL);
	(void)fake_fact(&live, FACT_ENUM, "s.e", "");
	(void)fake_table(&live, "s.t");
	fake_dependency(&live, fake_column(&live, "s.t", "c", "s.e"), FACT_ENUM, "s.e");
	fake.loss = (struct loss){.kind = kind, .name = name, .size_bytes = size_bytes};
	assert_true(label_use_may_replace(&fake.run.run, fake_set(&live), fake_set(&desired),
	                                  &may_replace, &fake.run.failure));
	assert_true(fake_run_called(&fake.run, "read_losses"));
	return may_replace;
}

static void
test_label_use__replaces_a_type_of_small_tables(UNUSED void **state)
{
	assert_true(may_replace_of((100 << 20) - 1));
}

static void
test_label_use__writes_no_large_tables_anew(UNUSED void **state)
{
	assert_false(may_replace_of(100 << 20));
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_label_use__replaces_a_type_of_small_tables),
		RUN_TEST(test_label_use__writes_no_large_tables_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
