#include "domain/catalog/statement_text.h"

#include "unit_test.h"

static void
test_statement_text__doubles_the_quote_that_encloses(UNUSED void **state)
{
	cleanup_text struct text text = TEXT_EMPTY;

	statement_append_literal(&text, "it's \"so\"");
	statement_append_separator(&text, 0);
	statement_append_identifier(&text, "it's \"so\"");
	assert_string_equal(text_bytes(&text), "'it''s \"so\"', \"it's \"\"so\"\"\"");
}

static void
test_statement_text__takes_a_collation_off_a_type(UNUSED void **state)
{
	struct text_arena texts = {0};

	assert_string_equal(type_without_collation(&texts, "text collate \"C\""), "text");
	assert_string_equal(type_without_collation(&texts, "numeric(3,2)"), "numeric(3,2)");
	text_arena_free(&texts);
}

static void
test_statement_text__shows_no_option_that_may_hold_a_secret(UNUSED void **state)
{
	struct text_arena texts = {0};
	const char *statement = "create server \"options (\" foreign data wrapper w options (p 'x')";

	assert_string_equal(statement_without_secrets(&texts, FACT_SERVER, statement),
	                    "create server \"options (\" foreign data wrapper w options (...)");
	assert_string_equal(
		statement_without_secrets(&texts, FACT_USER_MAPPING,
	                              "alter user mapping for a server s OPTIONS (set p 'x')"),
		"alter user mapping for a server s options (...)");
	assert_string_equal(statement_without_secrets(&texts, FACT_SERVER, "drop server s"),
	                    "drop server s");
	assert_string_equal(statement_without_secrets(&texts, FACT_TABLE, statement), statement);
	text_arena_free(&texts);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_statement_text__doubles_the_quote_that_encloses),
		cmocka_unit_test(test_statement_text__takes_a_collation_off_a_type),
		cmocka_unit_test(test_statement_text__shows_no_option_that_may_hold_a_secret),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
