#include "domain/secret_text.h"

#include "base/count_of.h"
#include "unit_test.h"

static void
test_secret_text__holds_back_what_may_hold_a_password(UNUSED void **state)
{
	static const char *const texts[] = {
		"postgresql://noetl:x@db/noetl",
		"https://db",
		"noetl:x@db",
		"host=db password=x",
		"PASSWORD = x",
		"sslpassword=x",
		"pwd\t=x",
		"my_token=x",
		"passwd=",
		"secret\n=x",
	};

	for (size_t index = 0; index < COUNT_OF(texts); index++)
		assert_true(secret_text_is_likely(texts[index]));
}

static void
test_secret_text__shows_names_hosts_and_words(UNUSED void **state)
{
	static const char *const texts[] = {
		"",    "noetl",    "db.example.com", "db:5432",     "10.0.0.1,10.0.0.2", "me@db", "::1",
		"a=b", "password", "tokens=x",       "secret_name", "/run/postgresql",   "a@b:c",
	};

	for (size_t index = 0; index < COUNT_OF(texts); index++)
		assert_false(secret_text_is_likely(texts[index]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_secret_text__holds_back_what_may_hold_a_password),
		cmocka_unit_test(test_secret_text__shows_names_hosts_and_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
