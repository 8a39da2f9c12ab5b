#include "app/apply/blockers.h"

#include "fake_database.h"
#include "fake_schema.h"
#include "unit_test.h"

/* A login that met a lock over its first question has left no session to ask in. */
static void
test_blockers__are_not_asked_for_without_a_session(UNUSED void **state)
{
	struct fake_database fake;
	struct application application = {.database = &fake.database};
	struct managed_schema schema = fake_schema();
	struct schema_session connection = {0};
	struct schema_run run = {
		.application = &application, .schema = &schema, .connection = &connection};
	struct failure failure = {.kind = FAILURE_TRANSIENT, .reason = REASON_LOCK_TIMEOUT};

	fake_database_init(&fake);
	blockers_name(&run, &failure);
	assert_string_equal(failure.detail, "");
	fake_database_free(&fake);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blockers__are_not_asked_for_without_a_session),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
