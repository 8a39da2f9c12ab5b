#include "domain/catalog/fact_detail.h"

#include "base/text.h"
#include "fake_facts.h"
#include "unit_test.h"

static struct fake_facts live;
static struct fake_facts desired;
static struct definitions promised;
static struct definitions elsewhere;
static struct fact_set joint;

static const struct name_list no_parents;
static const struct management nothing_promised = {.kept_parents = &no_parents};

static int
tear_down(UNUSED void **state)
{
	fact_set_free(&joint);
	joint = (struct fact_set){0};
	fake_facts_free(&live);
	fake_facts_free(&desired);
	definitions_free(&promised);
	promised = (struct definitions){0};
	definitions_free(&elsewhere);
	elsewhere = (struct definitions){0};
	return 0;
}

static void
keep(bool prunes)
{
	const struct management management = {
		.promised = &promised,
		.elsewhere = &elsewhere,
		.prunes = prunes,
		.kept_parents = &no_parents,
	};

	(void)fake_set(&live);
	fact_set_keep_unmanaged(fake_set(&desired), &live.set, &management, &joint);
	fact_set_keep_details(fake_set(&desired), fake_set(&live), &management, &joint);
}

static void
promise(struct definitions *list, const char *identity)
{
	definitions_append(list, &(const struct definition_words){
								 .kind = "privileges", .identity = identity, .hash = "1"});
	definitions_sort(list);
}

static void
make_sides(void)
{
	struct fact *theirs = fake_table(&live, "s.t");

	fake_privilege(theirs, "table s.t", "public", "SELECT");
	fake_privilege(theirs, "table s.t", "reader", "SELECT");
	fake_privilege(theirs, "table s.t", "\"Report\"", "SELECT");
	(void)fake_table(&desired, "s.t");
}

/* "public reader " */
static void
assert_grantees(const char *expected)
{
	cleanup_text struct text text = TEXT_EMPTY;

	text_append(&text, "");
	for (size_t index = 0; index < joint.items[0].access.items.count; index++)
		text_append_format(&text, "%s ", joint.items[0].access.items.items[index].grantee);
	assert_string_equal(text_bytes(&text), expected);
}

static void
test_fact_detail__of_whom_nobody_names_is_kept(UNUSED void **state)
{
	make_sides();
	desired.set.items[0].access.on = "table s.t";
	keep(false);
	assert_grantees("reader \"Report\" ");
	fact_set_keep_details(fake_set(&desired), fake_set(&live), &nothing_promised, &joint);
	assert_grantees("reader \"Report\" ");
}

static void
test_fact_detail__of_whom_the_ddl_names_is_not_kept(UNUSED void **state)
{
	make_sides();
	fake_privilege(&desired.set.items[0], "table s.t", "reader", "INSERT");
	keep(false);
	assert_grantees("reader \"Report\" ");
	assert_string_equal(joint.items[0].access.items.items[0].privilege, "INSERT");
}

static void
test_fact_detail__that_was_promised_goes(UNUSED void **state)
{
	promise(&promised, "s.t to Report");
	make_sides();
	desired.set.items[0].access.on = "table s.t";
	keep(false);
	assert_grantees("reader ");
}

static void
test_fact_detail__goes_where_all_is_managed_but_what_another_source_promises(UNUSED void **state)
{
	promise(&elsewhere, "s.t to reader");
	make_sides();
	desired.set.items[0].access.on = "table s.t";
	keep(true);
	assert_grantees("reader ");
}

#define RUN_TEST(name) cmocka_unit_test_teardown(name, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_fact_detail__of_whom_nobody_names_is_kept),
		RUN_TEST(test_fact_detail__of_whom_the_ddl_names_is_not_kept),
		RUN_TEST(test_fact_detail__that_was_promised_goes),
		RUN_TEST(test_fact_detail__goes_where_all_is_managed_but_what_another_source_promises),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
