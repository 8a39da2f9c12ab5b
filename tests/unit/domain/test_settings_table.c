#include "unit_test.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "domain/settings_table.h"

static void
test_settings_table__every_row_stands_at_its_key(UNUSED void **state)
{
	for (enum setting_key key = 0; key < SETTING_COUNT; key++)
	{
		const struct setting_definition *definition = setting_definition(key);

		assert_int_equal(definition->key, key);
		assert_non_null(definition->help);
		assert_ptr_equal(setting_definition_by_name(definition->name), definition);
		if (definition->flag != NULL)
			assert_ptr_equal(setting_definition_by_flag(definition->flag), definition);
	}
	assert_null(setting_definition_by_name("noetl_schema"));
	assert_null(setting_definition_by_flag(""));
}

/* Every process of the machine can read a command line. */
static void
test_settings_table__no_secret_has_a_flag(UNUSED void **state)
{
	for (enum setting_key key = 0; key < SETTING_COUNT; key++)
	{
		if (settings_table[key].is_secret)
			assert_null(settings_table[key].flag);
		if (strstr(settings_table[key].name, "PASSWORD") != NULL)
			assert_true(settings_table[key].is_secret);
	}
}

/* What a shell can set and a ConfigMap can have as a key. */
static void
test_settings_table__names_are_variables_and_flags_are_options(UNUSED void **state)
{
	for (enum setting_key key = 0; key < SETTING_COUNT; key++)
	{
		const char *name = settings_table[key].name;
		const char *flag = settings_table[key].flag;

		assert_int_equal(strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_"), strlen(name));
		if (flag != NULL)
			assert_int_equal(strspn(flag, "abcdefghijklmnopqrstuvwxyz-"), strlen(flag));
	}
}

static void
test_settings_table__what_is_allowed_can_be_said(UNUSED void **state)
{
	struct
	{
		enum setting_key key;
		const char *allowed;
	} cases[] = {
		{SETTING_LOG_FORMAT, "text or json"},
		{SETTING_LOG_LEVEL, "debug, info, warning or error"},
		{SETTING_ENSURE_ROLE, "true or false"},
		{SETTING_LOCK_TIMEOUT,
	     "a duration from 1 ms to 1 h, written as 90s or 90, 5min, 2h or 1500ms"},
		{SETTING_WAIT_TIMEOUT,
	     "a duration from 0 to 1 d, written as 90s or 90, 5min, 2h or 1500ms"},
		{SETTING_NOETL_PASSWORD, "any text"},
	};

	for (size_t index = 0; index < COUNT_OF(cases); index++)
	{
		cleanup_memory char *allowed = setting_allowed(setting_definition(cases[index].key));

		assert_string_equal(allowed, cases[index].allowed);
	}
}

static void
test_settings_table__sources_have_names(UNUSED void **state)
{
	for (enum setting_source source = SETTING_FROM_FLAG; source <= SETTING_UNSET; source++)
		assert_true(strlen(setting_source_name(source)) > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_settings_table__every_row_stands_at_its_key),
		cmocka_unit_test(test_settings_table__no_secret_has_a_flag),
		cmocka_unit_test(test_settings_table__names_are_variables_and_flags_are_options),
		cmocka_unit_test(test_settings_table__what_is_allowed_can_be_said),
		cmocka_unit_test(test_settings_table__sources_have_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
