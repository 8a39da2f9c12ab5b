#include "adapter/postgres/wire/scram.h"

#include <stdio.h>
#include <string.h>

#include "base/count_of.h"
#include "unit_test.h"

/* Salt and password of RFC 7677, section 3; the verifier as PostgreSQL keeps it. */
static const char pencil[] = "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"
							 "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:"
							 "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

static void
test_scram__knows_the_password_that_a_verifier_was_made_from(UNUSED void **state)
{
	bool matches = false;

	assert_true(scram_verifier_matches(pencil, "pencil", &matches));
	assert_true(matches);
}

static void
test_scram__knows_another_password(UNUSED void **state)
{
	bool matches = true;

	assert_true(scram_verifier_matches(pencil, "pencil ", &matches));
	assert_false(matches);
}

static void
test_scram__does_not_judge_what_it_cannot_read(UNUSED void **state)
{
	static const char *const verifiers[] = {
		"",
		"md5a6343a68d964ca596d9752250d54bb8a",
		"SCRAM-SHA-256$",
		"SCRAM-SHA-256$4096",
		"SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==",
		"SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$short:short",
		("SCRAM-SHA-256$0:W22ZaJ0SNY7soEsUEjb6gQ==$"
	     "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:x"),
		/* What would be felt as deafness to a stop signal. */
		("SCRAM-SHA-256$600001:W22ZaJ0SNY7soEsUEjb6gQ==$"
	     "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:x"),
		("SCRAM-SHA-256$20000000:W22ZaJ0SNY7soEsUEjb6gQ==$"
	     "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:x"),
		"SCRAM-SHA-256$4096:!!!!$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:x",
	};
	bool matches = true;

	for (size_t index = 0; index < COUNT_OF(verifiers); index++)
		assert_false(scram_verifier_matches(verifiers[index], "pencil", &matches));
	assert_true(matches);
}

/* Zero bytes, 1,026 of them: the most that is read. */
static void
test_scram__reads_the_longest_salt(UNUSED void **state)
{
	char salt[1368 + 1] = {0};
	char verifier[sizeof salt + 128];
	bool matches = false;

	memset(salt, 'A', sizeof salt - 1);
	(void)snprintf(verifier, sizeof verifier,
	               "SCRAM-SHA-256$1:%s$P/6qYVNQAEGIcnpPL+vJZDXvdTmn4VpWjmjT36zuWRE=:x", salt);
	assert_true(scram_verifier_matches(verifier, "pencil", &matches));
	assert_true(matches);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scram__knows_the_password_that_a_verifier_was_made_from),
		cmocka_unit_test(test_scram__knows_another_password),
		cmocka_unit_test(test_scram__does_not_judge_what_it_cannot_read),
		cmocka_unit_test(test_scram__reads_the_longest_salt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
