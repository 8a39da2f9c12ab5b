#include "app/verify/status.h"

#include <string.h>

#include "base/memory.h"
#include "fake_application.h"
#include "unit_test.h"

static struct fake_application fake;
static int history_limit;

static bool
observe(struct session *session, const struct managed_schema *schema,
        struct observed_state *observed, struct failure *failure)
{
	(void)session;
	text_append_format(&fake.database.calls, "look:%s ", schema->bundle);
	*observed = (struct observed_state){
		.schema_exists = strcmp(schema->bundle, "catalog") != 0,
		.ledger_exists = true,
		.is_recorded = true,
		.recorded_version = schema->version,
		.recorded_fingerprint = "f",
		.fingerprint = "f",
	};
	return schema->bundle[0] != 'x' || fail(failure, FAILURE_TRANSIENT, "gone");
}

static bool
history(struct session *session, const struct ledger *ledger, int limit,
        struct run_record_list *records, struct failure *failure)
{
	(void)session;
	(void)ledger;
	(void)failure;
	text_append(&fake.database.calls, "history ");
	history_limit = limit;
	*records = (struct run_record_list){.items = memory_allocate(1, sizeof(struct run_record)),
	                                    .count = 1};
	records->items[0].source = memory_copy_text("bundle:noetl");
	return true;
}

static const struct catalog_operations catalog = {.observe = observe};
static const struct ledger_operations ledger_operations = {.history = history};

static int
set_up(void **state)
{
	*state = &fake;
	fake_application_init(&fake);
	fake_application_set_owner(&fake);
	fake.database.database.catalog = &catalog;
	fake.database.database.ledger = &ledger_operations;
	return 0;
}

static void
test_status__reads_the_ledger_of_each_database_once(UNUSED void **state)
{
	const char *const names[] = {"noetl", "catalog", "workspace"};
	const struct status_request request = {.selection = {.bundles = names, .bundle_count = 3},
	                                       .run_limit = 5};
	cleanup_status_report struct status_report report = {0};
	struct failure failure = {0};

	assert_true(status_read(&fake.application, &request, &report, &failure));
	assert_string_equal(text_bytes(&fake.database.calls),
	                    "open look:noetl history close open look:catalog close "
	                    "open look:workspace history close ");
	assert_int_equal(report.ledger_count, 2);
	assert_int_equal(history_limit, 5);
	assert_string_equal(report.ledgers[1].database, "demo");
	assert_int_equal(report.states[0].state, SCHEMA_AS_RECORDED);
	assert_int_equal(report.states[1].state, SCHEMA_ABSENT);
}

static void
test_status__that_cannot_be_read_whole_is_not_given(UNUSED void **state)
{
	const char *const names[] = {"noetl", "x"};
	const struct status_request request = {.selection = {.bundles = names, .bundle_count = 2},
	                                       .run_limit = 5};
	struct status_report report = {0};
	struct failure failure = {0};

	assert_false(status_read(&fake.application, &request, &report, &failure));
	assert_null(report.states);
	assert_int_equal(failure.kind, FAILURE_TRANSIENT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_status__reads_the_ledger_of_each_database_once, set_up,
	                                    fake_application_tear_down),
		cmocka_unit_test_setup_teardown(test_status__that_cannot_be_read_whole_is_not_given, set_up,
	                                    fake_application_tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
