#include "domain/catalog/rebuild.h"

#include "fake_facts.h"
#include "unit_test.h"

#define BIGINT                                         \
	"rewrite: type of s.t.c is bigint using c::bigint" \
	" | type of s.t.c is bigint using c::text::bigint | type of s.t.c is bigint\n"

/* A table of one column. */
static void
a_table(struct fake_facts *facts, const char *type)
{
	(void)fake_table(facts, "s.t");
	(void)fake_column(facts, "s.t", "c", type);
}

static struct fact *
on_column(struct fake_facts *facts, struct fact *fact)
{
	fake_dependency(facts, fact, FACT_COLUMN, "s.t.c");
	return fact;
}

static void
a_view_with_comment(struct fake_facts *facts)
{
	struct fact *view = on_column(facts, fake_fact(facts, FACT_VIEW, "s.v", "select c"));

	fake_comment(facts, view, "x");
	view = fake_fact(facts, FACT_VIEW, "s.w", "select from v");
	fake_dependency(facts, view, FACT_VIEW, "s.v");
}

static void
test_rebuild__views_over_a_retyped_column_come_back_with_their_comments(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	a_table(&live, "integer");
	a_view_with_comment(&live);
	a_table(&desired, "bigint");
	a_view_with_comment(&desired);
	assert_plan(&live, &desired,
	            "drop view s.w\n"
	            "drop view s.v\n" BIGINT "create view s.v\n"
	            "set s.v comment x\n"
	            "create view s.w\n");
}

static void
test_rebuild__a_default_and_a_foreign_key_make_room_for_a_type(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};
	struct fake_facts *const sides[] = {&live, &desired};

	for (size_t i = 0; i < 2; i++)
	{
		a_table(sides[i], i == 0 ? "integer" : "bigint");
		fake_parent(sides[i], fake_fact(sides[i], FACT_DEFAULT, "s.t.c", "1"), FACT_COLUMN,
		            "s.t.c");

		struct fact *key =
			on_column(sides[i], fake_part(sides[i], FACT_CONSTRAINT, "s.t.f", "s.t"));

		key->extra.constraint_type = "f";
		(void)on_column(sides[i], fake_part(sides[i], FACT_INDEX, "s.i", "s.t"));
		(void)on_column(sides[i], fake_part(sides[i], FACT_CONSTRAINT, "s.t.check", "s.t"));
	}
	assert_plan(&live, &desired,
	            "drop constraint s.t.f\n"
	            "drop default s.t.c\n" BIGINT "create default s.t.c\n"
	            "create constraint s.t.f\n");
}

static void
test_rebuild__a_table_does_not_follow_its_function(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};
	struct fake_facts *const sides[] = {&live, &desired};

	for (size_t i = 0; i < 2; i++)
	{
		(void)fake_fact(sides[i], FACT_FUNCTION, "s.f()",
		                i == 0 ? "returns integer" : "returns text");

		struct fact *table = fake_table(sides[i], "s.t");

		fake_comment(sides[i], table, i == 0 ? "x" : "y");
		fake_dependency(sides[i], table, FACT_FUNCTION, "s.f()");

		struct fact *check = fake_part(sides[i], FACT_CONSTRAINT, "s.t.c", "s.t");

		fake_dependency(sides[i], check, FACT_FUNCTION, "s.f()");
	}
	assert_plan(&live, &desired,
	            "drop constraint s.t.c\ndrop function s.f()\ncreate function s.f()\n"
	            "set s.t comment y\ncreate constraint s.t.c\n");
}

static void
test_rebuild__what_is_altered_to_do_without_is_left(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};
	struct fact *policy;

	(void)fake_fact(&live, FACT_FUNCTION, "s.f()", "");
	(void)fake_table(&live, "s.t");
	policy = fake_part(&live, FACT_POLICY, "s.t.p", "s.t");
	fake_attribute(&live, policy, "using", "f()", NULL);
	fake_dependency(&live, policy, FACT_FUNCTION, "s.f()");

	(void)fake_table(&desired, "s.t");
	policy = fake_part(&desired, FACT_POLICY, "s.t.p", "s.t");
	fake_attribute(&desired, policy, "using", "true", NULL);
	assert_plan(&live, &desired,
	            "set s.t.p using true\n"
	            "destructive: drop function s.f()\n");
}

static void
an_enum_column(struct fake_facts *facts, const char *last_label)
{
	struct fact *type = fake_fact(facts, FACT_ENUM, "s.e", "");

	type->extra.name = "e";
	fake_pair(&type->extra.parts, "a", NULL);
	if (last_label != NULL)
		fake_pair(&type->extra.parts, last_label, NULL);
	a_table(facts, "s.e");
	fake_dependency(facts, &facts->set.items[facts->set.count - 1], FACT_ENUM, "s.e");
	(void)on_column(facts, fake_fact(facts, FACT_VIEW, "s.v", "select c"));
}

static void
test_rebuild__a_label_is_removed_while_the_old_type_stands_aside(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	an_enum_column(&live, "b");
	an_enum_column(&desired, NULL);
	assert_plan(&live, &desired,
	            "drop view s.v\n"
	            "destructive: alter type s.e rename to \"e__old\"\n"
	            "create enum s.e\n"
	            "rewrite: type of s.t.c is s.e using c::text::s.e\n"
	            "create view s.v\n"
	            "drop type if exists s.\"e__old\"\n");
}

static void
test_rebuild__a_label_is_added_in_place(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	an_enum_column(&live, NULL);
	an_enum_column(&desired, "b");
	assert_plan(&live, &desired, "alter type s.e add value 'b' after 'a'\n");
}

static void
test_rebuild__a_partition_is_detached_while_its_parents_index_goes(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};
	struct fake_facts *const sides[] = {&live, &desired};

	for (size_t i = 0; i < 2; i++)
	{
		(void)fake_table(sides[i], "s.t");
		(void)fake_table(sides[i], "s.p");
		fake_dependency(sides[i], fake_part(sides[i], FACT_PARTITION, "s.p", "s.p"), FACT_TABLE,
		                "s.t");
		fake_part(sides[i], FACT_INDEX, "s.i", "s.t")->definition = i == 0 ? "old" : "new";

		struct fact *constraint = fake_part(sides[i], FACT_CONSTRAINT, "s.p.c", "s.p");

		fake_attached(sides[i], constraint, FACT_INDEX, "s.i");
	}
	assert_plan(&live, &desired,
	            "drop partition s.p\n"
	            "drop index s.i\n"
	            "create index s.i\n"
	            "create partition s.p\n");
}

static void
test_rebuild__a_generated_column_is_made_anew_with_what_it_is_made_of(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};
	struct fake_facts *const sides[] = {&live, &desired};

	for (size_t i = 0; i < 2; i++)
	{
		a_table(sides[i], i == 0 ? "integer" : "bigint");
		on_column(sides[i], fake_column(sides[i], "s.t", "g", "integer"))->definition = "sc + 1";
	}
	assert_plan(&live, &desired, "destructive: drop column s.t.g\n" BIGINT "create column s.t.g\n");
}

static void
test_rebuild__a_plain_column_stays_while_its_collation_goes(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};
	struct fake_facts *const sides[] = {&live, &desired};

	for (size_t i = 0; i < 2; i++)
	{
		fake_fact(sides[i], FACT_COLLATION, "s.c", i == 0 ? "old" : "new")->extra.name = "c";
		a_table(sides[i], "text");
		fake_dependency(sides[i], &sides[i]->set.items[2], FACT_COLLATION, "s.c");
	}
	assert_plan(&live, &desired,
	            "alter collation s.c rename to \"c__old\"\n"
	            "create collation s.c\n"
	            "rewrite: type of s.t.c is text using c::text | type of s.t.c is text using "
	            "c::text::text | type of s.t.c is text\n"
	            "drop collation if exists s.\"c__old\"\n");
}

static void
test_rebuild__the_same_text_may_mean_another_function(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_fact(&live, FACT_FUNCTION, "s.f(integer)", "");
	fake_dependency(&live, fake_fact(&live, FACT_VIEW, "s.v", "select f(1)"), FACT_FUNCTION,
	                "s.f(integer)");
	(void)fake_fact(&desired, FACT_FUNCTION, "s.f(bigint)", "");
	fake_dependency(&desired, fake_fact(&desired, FACT_VIEW, "s.v", "select f(1)"), FACT_FUNCTION,
	                "s.f(bigint)");
	assert_plan(&live, &desired,
	            "drop view s.v\n"
	            "destructive: drop function s.f(integer)\n"
	            "create function s.f(bigint)\n"
	            "create view s.v\n");
}

static void
a_named_enum_column(struct fake_facts *facts, const char *id, const char *name, const char *label)
{
	struct fact *type = fake_fact(facts, FACT_ENUM, id, "");

	type->extra.name = name;
	fake_pair(&type->extra.parts, label, NULL);
	(void)fake_table(facts, "s.t");
	fake_dependency(facts, fake_column(facts, "s.t", "c", id), FACT_ENUM, id);
}

static void
test_rebuild__a_name_that_stands_aside_is_cut_and_quoted(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};
	/* 53 bytes, a quote, and a character of two bytes at the limit. */
	static const char name[] = "\"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz1\"\"äxyz\"";
	static const char id[] = "s.\"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz1\"\"äxyz\"";

	a_named_enum_column(&live, id, name, "a");
	a_named_enum_column(&desired, id, name, "b");
#define ASIDE "\"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz1\"\"__old\""
#define TYPE "s.\"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz1\"\"äxyz\""
	assert_plan(&live, &desired,
	            "destructive: alter type " TYPE " rename to " ASIDE "\n"
	            "create enum " TYPE "\n"
	            "rewrite: type of s.t.c is " TYPE " using c::text::" TYPE "\n"
	            "drop type if exists s." ASIDE "\n");
}

static void
test_rebuild__an_inherited_column_is_retyped_with_its_parent(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};
	struct fake_facts *const sides[] = {&live, &desired};

	for (size_t i = 0; i < 2; i++)
	{
		a_named_enum_column(sides[i], "s.e", "e", i == 0 ? "a" : "b");
		(void)fake_table(sides[i], "s.child");

		struct fact *column = fake_column(sides[i], "s.child", "c", "s.e");

		column->extra.is_inherited = true;
		column->extra.inherit_count = 1;
		fake_dependency(sides[i], column, FACT_ENUM, "s.e");
	}
	assert_plan(&live, &desired,
	            "destructive: alter type s.e rename to \"e__old\"\n"
	            "create enum s.e\n"
	            "rewrite: type of s.t.c is s.e using c::text::s.e\n"
	            "drop type if exists s.\"e__old\"\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rebuild__views_over_a_retyped_column_come_back_with_their_comments),
		cmocka_unit_test(test_rebuild__a_default_and_a_foreign_key_make_room_for_a_type),
		cmocka_unit_test(test_rebuild__a_table_does_not_follow_its_function),
		cmocka_unit_test(test_rebuild__what_is_altered_to_do_without_is_left),
		cmocka_unit_test(test_rebuild__a_label_is_removed_while_the_old_type_stands_aside),
		cmocka_unit_test(test_rebuild__a_label_is_added_in_place),
		cmocka_unit_test(test_rebuild__a_partition_is_detached_while_its_parents_index_goes),
		cmocka_unit_test(test_rebuild__a_generated_column_is_made_anew_with_what_it_is_made_of),
		cmocka_unit_test(test_rebuild__a_plain_column_stays_while_its_collation_goes),
		cmocka_unit_test(test_rebuild__the_same_text_may_mean_another_function),
		cmocka_unit_test(test_rebuild__a_name_that_stands_aside_is_cut_and_quoted),
		cmocka_unit_test(test_rebuild__an_inherited_column_is_retyped_with_its_parent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
