#include "domain/managed_scope.h"

#include "unit_test.h"

static bool
reads_as(const char *text, enum managed_scope scope, const char *const *names)
{
	cleanup_name_list struct name_list read = {0};
	enum managed_scope read_scope = MANAGED_BY_PROMISE;
	size_t count = 0;

	if (!managed_scope_read(text, &read_scope, &read) || read_scope != scope)
		return false;
	while (names[count] != NULL && count < read.count && name_is(names[count], read.items[count]))
		count++;
	return names[count] == NULL && count == read.count;
}

static bool
is_refused(const char *text)
{
	cleanup_name_list struct name_list read = {0};
	enum managed_scope scope = MANAGED_BY_PROMISE;

	return !managed_scope_read(text, &scope, &read);
}

static void
test_managed_scope__is_names_in_byte_order(UNUSED void **state)
{
	assert_true(reads_as("b,a , B,a", MANAGED_LIST, (const char *const[]){"B", "a", "b", NULL}));
	assert_true(reads_as(" \"x,y\" , \" z\",\"q\"\"r\"", MANAGED_LIST,
	                     (const char *const[]){" z", "q\"r", "x,y", NULL}));
	assert_true(reads_as("\"*\"", MANAGED_LIST, (const char *const[]){"*", NULL}));
}

static void
test_managed_scope__is_the_database(UNUSED void **state)
{
	assert_true(reads_as(" * ", MANAGED_DATABASE, (const char *const[]){NULL}));
	assert_true(is_refused("*,*"));
	assert_true(is_refused("*,a"));
}

static void
test_managed_scope__refuses_what_is_no_name(UNUSED void **state)
{
	assert_true(is_refused(""));
	assert_true(is_refused(" "));
	assert_true(is_refused("a,,b"));
	assert_true(is_refused("a,"));
	assert_true(is_refused("\"\""));
	assert_true(is_refused("\"a"));
	assert_true(is_refused("a\"b\""));
	assert_true(is_refused("\"a\"b"));
	assert_true(is_refused("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
	assert_false(is_refused("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
}

static void
test_managed_scope__leaves_out_schemas_of_others(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	struct failure failure = {0};

	assert_true(managed_scope_check_name(settings, "shop", &failure));
	assert_true(managed_scope_check_name(settings, "public", &failure));
	assert_false(managed_scope_check_name(settings, "pg_toast", &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_false(managed_scope_check_name(settings, "information_schema", &failure));
	assert_false(managed_scope_check_name(settings, "noetl_ledger", &failure));
	assert_false(managed_scope_check_name(settings, "noetl_ledger_x", &failure));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_managed_scope__is_names_in_byte_order),
		cmocka_unit_test(test_managed_scope__is_the_database),
		cmocka_unit_test(test_managed_scope__refuses_what_is_no_name),
		cmocka_unit_test(test_managed_scope__leaves_out_schemas_of_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
