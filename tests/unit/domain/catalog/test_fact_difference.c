#include "domain/catalog/fact_difference.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "fake_facts.h"
#include "unit_test.h"

/* The statements; "anew" where there are none that would do. Frees both sides, which have one fact each. */
static void
assert_difference(struct fake_facts *live, struct fake_facts *desired, const char *expected)
{
	struct text_arena texts = {0};
	cleanup_change_steps struct change_steps steps = {.texts = &texts};
	bool is_retyped;
	enum fact_outcome outcome = fact_difference(&live->set.items[0], &desired->set.items[0],
	                                            live->set.server_version_num, &steps, &is_retyped);
	cleanup_memory char *text = fake_steps_text(steps.items, steps.count);

	assert_string_equal(outcome == FACT_REPLACED ? "anew" : text, expected);
	assert_int_equal(outcome == FACT_ALTERED, steps.count > 0);
	text_arena_free(&texts);
	fake_facts_free(live);
	fake_facts_free(desired);
}

static struct fact *
a_view(struct fake_facts *facts, const char *definition, const char **columns, size_t count)
{
	struct fact *view = fake_fact(facts, FACT_VIEW, "s.v", definition);

	view->extra.replace_sql = "replace view s.v";
	view->extra.replace_key = malloc((count + 1) * sizeof *columns);
	for (size_t i = 0; i < count; i++)
		view->extra.replace_key[i] = columns[i];
	view->extra.replace_key_count = count;
	return view;
}

static void
test_fact_difference__columns_are_added_to_the_end_of_a_view_in_place(UNUSED void **state)
{
	static const char *columns[] = {"a integer", "b text"};
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)a_view(&live, "select a", columns, 1);
	(void)a_view(&desired, "select a, b", columns, 2);
	assert_difference(&live, &desired, "replace view s.v\n");
}

static void
test_fact_difference__a_view_that_loses_a_column_is_made_anew(UNUSED void **state)
{
	static const char *columns[] = {"a integer", "b text"};
	static const char *others[] = {"b text"};
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)a_view(&live, "select a, b", columns, 2);
	(void)a_view(&desired, "select a", columns, 1);
	assert_difference(&live, &desired, "anew");

	(void)a_view(&live, "select a", columns, 1);
	(void)a_view(&desired, "select b", others, 1);
	assert_difference(&live, &desired, "anew");
}

static void
test_fact_difference__a_definition_may_read_back_as_its_second_generation(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_fact(&live, FACT_CONSTRAINT, "s.t.c", "check (a = any (b))");
	fake_fact(&desired, FACT_CONSTRAINT, "s.t.c", "check (a in (b))")->extra.reparsed =
		"check (a = any (b))";
	assert_difference(&live, &desired, "");
}

static void
test_fact_difference__an_attribute_that_is_not_there_is_null(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.t");
	fake_comment(&desired, fake_table(&desired, "s.t"), "x");
	assert_difference(&live, &desired, "set s.t comment x\n");
}

static void
test_fact_difference__what_no_statement_sets_is_made_anew(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	fake_attribute(&live, fake_fact(&live, FACT_CAST, "c", ""), "method", "a", NULL);

	struct fact *fact = fake_fact(&desired, FACT_CAST, "c", "");

	fake_attribute(&desired, fact, "method", "b", NULL);
	fact->attributes[0].form = SETTER_NONE;
	assert_difference(&live, &desired, "anew");
}

static void
test_fact_difference__an_extension_is_updated_where_a_path_leads(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	for (int has_path = 0; has_path < 2; has_path++)
	{
		struct fact *before = fake_fact(&live, FACT_EXTENSION, "hstore", "");
		struct fact *after = fake_fact(&desired, FACT_EXTENSION, "hstore", "");

		fake_attribute(&live, before, "version", "1.1", NULL);
		fake_attribute(&desired, after, "version", "1.2", NULL);
		after->extra.update_from = malloc(sizeof *after->extra.update_from);
		after->extra.update_from[0] = has_path ? "1.1" : "1.0";
		after->extra.update_from_count = 1;
		assert_difference(&live, &desired, has_path ? "set hstore version 1.2\n" : "anew");
	}
}

static void
test_fact_difference__a_sequence_starts_again_where_its_value_is_out_of_bounds(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	fake_attribute(&live, fake_fact(&live, FACT_SEQUENCE, "s.q", ""), "options", "a", NULL);
	fake_attribute(&desired, fake_fact(&desired, FACT_SEQUENCE, "s.q", ""), "options", "b", NULL);
	assert_difference(&live, &desired, "set s.q options b | set s.q options b restart\n");
}

static struct fact *
a_column(struct fake_facts *facts, const char *type, const char *definition)
{
	struct fact *column = fake_column(facts, "s.t", "c", type);

	column->definition = definition;
	return column;
}

static void
test_fact_difference__a_generated_column_becomes_a_plain_one(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)a_column(&live, "integer", "sa + 1");
	(void)a_column(&desired, "integer", "");
	assert_difference(&live, &desired, "alter table s.t alter column c drop expression\n");

	(void)a_column(&live, "integer", "");
	(void)a_column(&desired, "integer", "sa + 1");
	assert_difference(&live, &desired, "anew");
}

static void
test_fact_difference__an_expression_is_set_from_version_17_on(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)a_column(&live, "integer", "sa + 1");
	(void)a_column(&desired, "integer", "sa + 2");
	live.set.server_version_num = 170000;
	assert_difference(&live, &desired,
	                  "rewrite: alter table s.t alter column c set expression as (a + 2)\n");

	(void)a_column(&live, "integer", "sa + 1");
	(void)a_column(&desired, "integer", "sa + 2");
	live.set.server_version_num = 160000;
	assert_difference(&live, &desired, "anew");
}

static void
test_fact_difference__the_parent_changes_what_is_inherited(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};
	struct fact *before = a_column(&live, "integer", "");
	struct fact *after = a_column(&desired, "bigint", "");

	fake_attribute(&live, before, "identity", "", NULL);
	fake_attribute(&desired, after, "identity", "a", NULL);
	after->extra.is_inherited = true;
	after->extra.inherit_count = 1;
	assert_difference(&live, &desired, "");
}

static void
identity_of(struct fake_facts *facts, struct fact *column, const char *identity, bool is_not_null)
{
	fake_attribute(facts, column, "not_null", is_not_null ? "t" : "f", NULL);
	fake_attribute(facts, column, "identity", identity, NULL);
	column->extra.identity_sequence = identity[0] != '\0' ? "s.t_c_seq" : NULL;
}

static void
test_fact_difference__a_new_identity_starts_behind_the_rows(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	identity_of(&live, a_column(&live, "integer", ""), "", false);
	identity_of(&desired, a_column(&desired, "integer", ""), "a", true);
	assert_difference(
		&live, &desired,
		"set s.t.c not_null t\n"
		"set s.t.c identity a\n"
		"select pg_catalog.setval(s.seqrelid, r.last::bigint) from pg_catalog.pg_sequence s,"
		" lateral (select case when s.seqincrement > 0 then pg_catalog.max(c) else"
		" pg_catalog.min(c) end as last from s.t) r where s.seqrelid ="
		" 's.t_c_seq'::pg_catalog.regclass and r.last between s.seqmin and s.seqmax\n");
}

static void
test_fact_difference__an_identity_goes_before_not_null_does(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	identity_of(&live, a_column(&live, "integer", ""), "a", true);
	identity_of(&desired, a_column(&desired, "integer", ""), "", false);
	assert_difference(&live, &desired, "set s.t.c identity \nset s.t.c not_null f\n");
}

static void
assert_identity_retyped(const char *live_type, const char *desired_type, const char *expected)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	fake_attribute(&live, a_column(&live, live_type, ""), "identity_options", "a", NULL);
	fake_attribute(&desired, a_column(&desired, desired_type, ""), "identity_options", "b", NULL);
	assert_difference(&live, &desired, expected);
}

#define TYPE(type)                                                                                 \
	"type of s.t.c is " type " using c::" type " | type of s.t.c is " type " using c::text::" type \
	" | type of s.t.c is " type "\n"

static void
test_fact_difference__bounds_of_an_identity_fit_both_types(UNUSED void **state)
{
	assert_identity_retyped(
		"integer", "bigint",
		"rewrite: " TYPE("bigint") "set s.t.c identity_options b | set s.t.c identity_options b "
								   "restart\n");
	assert_identity_retyped("bigint", "integer",
	                        "set s.t.c identity_options b | set s.t.c identity_options b restart\n"
	                        "destructive: " TYPE("integer"));
}

static void
test_fact_difference__privileges_and_comments_of_attributes_are_part_of_it(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};
	struct fact *before = fake_fact(&live, FACT_COMPOSITE_TYPE, "s.c", "");
	struct fact *after = fake_fact(&desired, FACT_COMPOSITE_TYPE, "s.c", "");

	fake_privilege(before, "type s.c", "a", "USAGE");
	fake_privilege(after, "type s.c", "b", "USAGE");
	fake_pair(&after->extra.composite_columns, "x", "remark");
	assert_difference(&live, &desired,
	                  "revoke: revoke all on type s.c from a cascade\n"
	                  "grant USAGE on type s.c to b\n"
	                  "comment on column s.c.x is 'remark'\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fact_difference__columns_are_added_to_the_end_of_a_view_in_place),
		cmocka_unit_test(test_fact_difference__a_view_that_loses_a_column_is_made_anew),
		cmocka_unit_test(test_fact_difference__a_definition_may_read_back_as_its_second_generation),
		cmocka_unit_test(test_fact_difference__an_attribute_that_is_not_there_is_null),
		cmocka_unit_test(test_fact_difference__what_no_statement_sets_is_made_anew),
		cmocka_unit_test(test_fact_difference__an_extension_is_updated_where_a_path_leads),
		cmocka_unit_test(
			test_fact_difference__a_sequence_starts_again_where_its_value_is_out_of_bounds),
		cmocka_unit_test(test_fact_difference__a_generated_column_becomes_a_plain_one),
		cmocka_unit_test(test_fact_difference__an_expression_is_set_from_version_17_on),
		cmocka_unit_test(test_fact_difference__the_parent_changes_what_is_inherited),
		cmocka_unit_test(test_fact_difference__a_new_identity_starts_behind_the_rows),
		cmocka_unit_test(test_fact_difference__an_identity_goes_before_not_null_does),
		cmocka_unit_test(test_fact_difference__bounds_of_an_identity_fit_both_types),
		cmocka_unit_test(
			test_fact_difference__privileges_and_comments_of_attributes_are_part_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
