#include "domain/catalog/hazard.h"

#include "base/count_of.h"
#include "fake_facts.h"
#include "unit_test.h"

static void
test_hazard__a_type_is_safe_that_has_room_for_every_value(UNUSED void **state)
{
	static const struct
	{
		const char *live;
		const char *desired;
		enum hazard hazard;
	} cases[] = {
		{"integer", "bigint", HAZARD_REWRITE},
		{"bigint", "integer", HAZARD_DESTRUCTIVE},
		{"real", "double precision", HAZARD_REWRITE},
		{"integer", "text", HAZARD_DESTRUCTIVE},
		{"character varying(10)", "character varying(20)", HAZARD_NONE},
		{"character varying(20)", "character varying(10)", HAZARD_DESTRUCTIVE},
		{"character varying(20)", "character varying", HAZARD_NONE},
		{"character varying", "character varying(20)", HAZARD_DESTRUCTIVE},
		{"character varying(20)", "text", HAZARD_NONE},
		{"character varying(20)", "text collate \"C\"", HAZARD_NONE},
		{"text", "character varying", HAZARD_DESTRUCTIVE},
		{"character varying(20)[]", "character varying(30)[]", HAZARD_DESTRUCTIVE},
		{"numeric(10,2)", "numeric(12,2)", HAZARD_NONE},
		{"numeric(10,2)", "numeric", HAZARD_NONE},
		{"numeric(10,2)", "numeric(12,4)", HAZARD_REWRITE},
		{"numeric(10,2)", "numeric(11,4)", HAZARD_DESTRUCTIVE},
		{"numeric(10,2)", "numeric(10,1)", HAZARD_DESTRUCTIVE},
		{"timestamp(3) without time zone", "timestamp(6) without time zone", HAZARD_DESTRUCTIVE},
		{"text collate \"C\"", "text", HAZARD_REWRITE},
	};
	struct text_arena texts = {0};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
	{
		struct hazard_verdict verdict = hazard_of_retype(cases[i].live, cases[i].desired, &texts);

		if (verdict.hazard != cases[i].hazard)
			fail_msg("%s -> %s: %d", cases[i].live, cases[i].desired, (int)verdict.hazard);
		assert_int_equal(verdict.reason != NULL, cases[i].hazard == HAZARD_DESTRUCTIVE);
	}
	text_arena_free(&texts);
}

static enum hazard
drop_hazard(enum fact_kind kind, const char *definition, bool is_replaced)
{
	struct text_arena texts = {0};
	const struct fact fact = {.kind = kind, .id = "s.t", .definition = definition};
	enum hazard hazard = hazard_of_drop(&fact, is_replaced ? &fact : NULL, &texts).hazard;

	text_arena_free(&texts);
	return hazard;
}

static void
test_hazard__what_is_made_anew_loses_only_what_it_holds(UNUSED void **state)
{
	assert_int_equal(drop_hazard(FACT_TABLE, "r", false), HAZARD_DESTRUCTIVE);
	assert_int_equal(drop_hazard(FACT_TABLE, "r", true), HAZARD_DESTRUCTIVE);
	assert_int_equal(drop_hazard(FACT_COLUMN, "", true), HAZARD_DESTRUCTIVE);
	assert_int_equal(drop_hazard(FACT_SEQUENCE, "", true), HAZARD_DESTRUCTIVE);
	assert_int_equal(drop_hazard(FACT_VIEW, "", true), HAZARD_NONE);
	assert_int_equal(drop_hazard(FACT_VIEW, "", false), HAZARD_DESTRUCTIVE);
	assert_int_equal(drop_hazard(FACT_DEFAULT, "", false), HAZARD_NONE);
}

static void
test_hazard__rows_of_a_foreign_table_are_elsewhere(UNUSED void **state)
{
	assert_int_equal(drop_hazard(FACT_TABLE, "f srv", false), HAZARD_NONE);
}

static void
test_hazard__a_label_that_is_gone_is_a_loss(UNUSED void **state)
{
	struct fact_pair labels[] = {{"a", NULL}, {"b", NULL}};
	struct fact live = {.kind = FACT_ENUM, .extra.parts = {labels, 2}};
	struct fact desired = {.kind = FACT_ENUM, .extra.parts = {labels, 1}};

	assert_int_equal(hazard_of_lost_parts(&live, &desired).hazard, HAZARD_DESTRUCTIVE);
	assert_string_equal(hazard_of_lost_parts(&live, &desired).reason, "takes a label away");
	assert_int_equal(hazard_of_lost_parts(&desired, &live).hazard, HAZARD_NONE);
}

static void
test_hazard__a_reason_names_the_kind(UNUSED void **state)
{
	struct text_arena texts = {0};
	const struct fact column = {.kind = FACT_COLUMN, .definition = ""};

	assert_string_equal(hazard_of_drop(&column, NULL, &texts).reason, "drops the column");
	assert_string_equal(hazard_of_drop(&column, &column, &texts).reason, "makes the column anew");
	text_arena_free(&texts);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hazard__a_type_is_safe_that_has_room_for_every_value),
		cmocka_unit_test(test_hazard__what_is_made_anew_loses_only_what_it_holds),
		cmocka_unit_test(test_hazard__rows_of_a_foreign_table_are_elsewhere),
		cmocka_unit_test(test_hazard__a_label_that_is_gone_is_a_loss),
		cmocka_unit_test(test_hazard__a_reason_names_the_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
