#include "domain/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/utf8.h"
#include "unit_test.h"

enum
{
	IDENTIFIER_BYTES = 63
};

static void
assert_ledger(const struct settings *settings, const char *database, const char *owner,
              const char *expected)
{
	cleanup_memory char *schema = ledger_schema_of(settings, database, owner);

	assert_string_equal(schema, expected);
}

static void
test_ledger__each_owner_has_one_of_its_own(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();

	assert_ledger(settings, "noetl", "noetl", "noetl_ledger");
	assert_ledger(settings, "noetl", "auth_service", "noetl_ledger_auth_service");
	assert_ledger(settings, "demo_noetl", "demo", "noetl_ledger");
	assert_ledger(settings, "demo_noetl", "noetl", "noetl_ledger_noetl");
	assert_ledger(settings, "auth_service", "auth_service", "noetl_ledger");
}

static void
test_ledger__a_long_name_is_cut_and_stays_unlike_others(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	char one[IDENTIFIER_BYTES + 1] = "";
	char other[IDENTIFIER_BYTES + 1] = "";

	/* Two bytes a character, so that a careless cut goes through one. */
	for (size_t byte = 0; byte + 2 < sizeof one; byte += 2)
	{
		one[byte] = '\xC3';
		one[byte + 1] = '\xA9';
	}
	memcpy(other, one, sizeof one);
	other[sizeof other - 3] = 'x';
	other[sizeof other - 2] = '\0';

	cleanup_memory char *of_one = ledger_schema_of(settings, "noetl", one);
	cleanup_memory char *of_other = ledger_schema_of(settings, "noetl", other);

	assert_true(strlen(of_one) <= IDENTIFIER_BYTES);
	assert_true(utf8_is_valid(of_one));
	assert_string_not_equal(of_one, of_other);
}

static void
test_ledger__its_schemas_are_no_place_for_anything_else(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();

	assert_true(ledger_schema_is_reserved(settings, "noetl_ledger"));
	assert_true(ledger_schema_is_reserved(settings, "noetl_ledger_auth_service"));
	assert_false(ledger_schema_is_reserved(settings, "noetl_ledgers"));
	assert_false(ledger_schema_is_reserved(settings, "noetl"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ledger__each_owner_has_one_of_its_own),
		cmocka_unit_test(test_ledger__a_long_name_is_cut_and_stays_unlike_others),
		cmocka_unit_test(test_ledger__its_schemas_are_no_place_for_anything_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
