#include "domain/script_parameter.h"

#include <string.h>

#include "unit_test.h"

struct setting_case
{
	const char *statement;
	int version_num;
	bool is_left_out;
};

static void
test_script_parameter__a_default_that_is_unknown_needs_not_be_told(UNUSED void **state)
{
	static const struct setting_case cases[] = {
		{"SET transaction_timeout = 0", 150018, true},
		{"set session transaction_timeout to '0'", 130001, true},
		{"SET LOCAL transaction_timeout TO DEFAULT", 160000, true},
		{"set /* all */ transaction_timeout = '0ms'", 160004, true},
		{"reset transaction_timeout", 130001, true},
		{"SET transaction_timeout = 0", 170000, false},
		{"SET transaction_timeout = 0", 180004, false},
		{"SET transaction_timeout = 5", 150018, false},
		{"SET transaction_timeout = '5s'", 150018, false},
		{"SET transaction_timeout = 0, 1", 150018, false},
		{"SET transaction_timeout =", 150018, false},
		{"SET default_toast_compression = 'pglz'", 130001, true},
		{"SET default_toast_compression = 'lz4'", 130001, false},
		{"set restrict_nonsystem_relation_kind = ''", 130001, true},
		{"set client_connection_check_interval = 0", 130001, true},
		{"set operator_precedence_warning = off", 130001, false},
		{"set operator_precedence_warning = off", 140001, true},
		{"set operator_precedence_warning = on", 140001, false},
		{"SET statement_timeout = 0", 130001, false},
		{"SET no_such_thing = 0", 130001, false},
		{"set role transaction_timeout", 130001, false},
		{"select transaction_timeout", 130001, false},
		{"set", 130001, false},
		{"", 130001, false},
	};

	for (size_t index = 0; index < sizeof cases / sizeof cases[0]; index++)
	{
		bool is_left_out = statement_sets_unknown_default(
			cases[index].statement, strlen(cases[index].statement), cases[index].version_num);

		if (is_left_out != cases[index].is_left_out)
			print_error("%s, %d\n", cases[index].statement, cases[index].version_num);
		assert_int_equal(is_left_out, cases[index].is_left_out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_script_parameter__a_default_that_is_unknown_needs_not_be_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
