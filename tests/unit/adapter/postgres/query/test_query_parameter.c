#include "adapter/postgres/query/query_parameter.h"

#include <libpq-fe.h>

#include "adapter/postgres/query/query.h"
#include "adapter/postgres/wire/session.h"
#include "unit_test.h"

struct named
{
	int64_t number;
	char *name;
};

/* What libpq needs to quote: a connection, not a server. */
static void
check_parameter(struct query_parameter parameter, const char *expected)
{
	struct session session = {.connection = PQconnectStart("host=")};
	cleanup_text struct text sql = TEXT_EMPTY;

	assert_non_null(session.connection);
	query_parameter_append(&session, &sql, &parameter);
	assert_string_equal(text_bytes(&sql), expected);
	PQfinish(session.connection);
}

static void
test_query_parameter__texts_are_literals(UNUSED void **state)
{
	check_parameter(as_text("it's"), "'it''s'");
	check_parameter(as_text(""), "''");
	check_parameter(as_text("$1"), "'$1'");
	check_parameter(as_text("\\"), " E'\\\\'");
	check_parameter(as_text(NULL), "null");
	check_parameter(as_flag(true), "'true'");
	check_parameter(as_flag(false), "'false'");
}

static void
test_query_parameter__identifiers_are_no_literals(UNUSED void **state)
{
	check_parameter(as_identifier("My \"s"), "\"My \"\"s\"");
}

static void
test_query_parameter__integers_are_whole(UNUSED void **state)
{
	check_parameter(as_integer(0), "'0'");
	check_parameter(as_integer(INT64_MIN), "'-9223372036854775808'");
	check_parameter(as_integer(INT64_MAX), "'9223372036854775807'");
}

static void
test_query_parameter__arrays_come_from_lists_and_from_structs(UNUSED void **state)
{
	char *texts[] = {(char *)"a", NULL, (char *)"b'"};
	const struct named items[] = {{1, (char *)"one"}, {2, (char *)"t w o"}};
	const struct named *none = NULL;

	check_parameter(as_array(texts, 3), "'{\"a\",null,\"b''\"}'");
	check_parameter(as_array(NULL, 0), "'{}'");
	check_parameter(AS_ARRAY_OF(items, 2, name), "'{\"one\",\"t w o\"}'");
	check_parameter(AS_ARRAY_OF(none, 0, name), "'{}'");
}

static void
test_query_parameter__a_query_counts_its_own(UNUSED void **state)
{
	const struct query *none = QUERY("sql/none.sql", "ask", NO_ANSWER);
	const struct query *two = QUERY("sql/two.sql", "ask", NO_ANSWER, as_integer(7), as_text("x"));

	assert_int_equal(none->parameter_count, 0);
	assert_int_equal(two->parameter_count, 2);
	assert_int_equal(two->parameters[0].integer, 7);
	assert_string_equal(two->parameters[1].text, "x");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_query_parameter__texts_are_literals),
		cmocka_unit_test(test_query_parameter__identifiers_are_no_literals),
		cmocka_unit_test(test_query_parameter__integers_are_whole),
		cmocka_unit_test(test_query_parameter__arrays_come_from_lists_and_from_structs),
		cmocka_unit_test(test_query_parameter__a_query_counts_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
