#include "app/partition/partitions.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "fake_application.h"
#include "fake_schema.h"
#include "port/partition.h"
#include "unit_test.h"

static struct fake_application fake;

/* What the fake table answers. */
static struct
{
	const char *key_column;
	bool is_missing;
	bool has_november;
	struct partition_range foreign; /* bounds of somebody else's partition, if any */
	struct failure make_failure;    /* the first making fails like this */
	int make_failure_count;
	int read_count;
	bool was_there;
} table_state;

static struct run_entry last_entry;
static char last_note[128];

static int64_t
month_ms(int year, int month)
{
	struct tm calendar = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = 1};

	return (int64_t)timegm(&calendar) * 1000;
}

static bool
read_table(struct session *session, const char *schema, const struct bundle_partition *rule,
           struct partitioned_table *table, struct failure *failure)
{
	(void)session;
	(void)schema;
	(void)rule;
	(void)failure;
	table_state.read_count++;
	text_append(&fake.database.calls, "read ");
	*table = (struct partitioned_table){.now_ms = month_ms(2026, 11)};
	if (table_state.is_missing)
		return true;
	table->identity = memory_copy_text("c.event");
	if (table_state.key_column != NULL)
		table->key_column = memory_copy_text(table_state.key_column);
	if (table_state.has_november)
		partitioned_table_add(table, "event_p20261101", "c.event_p20261101",
		                      (struct partition_range){month_ms(2026, 11), month_ms(2026, 12)});
	if (table_state.foreign.upper_ms != 0)
		partitioned_table_add(table, "mine", "c.mine", table_state.foreign);
	return true;
}

static bool
make_partition(struct session *session, const struct partition_request *request,
               struct partition_made *made, struct failure *failure)
{
	(void)session;
	text_append_format(&fake.database.calls, "make:%s ", request->step->name);
	if (table_state.make_failure_count > 0)
	{
		table_state.make_failure_count--;
		*failure = table_state.make_failure;
		return false;
	}
	*made = (struct partition_made){.was_there = table_state.was_there, .moved_count = 7};
	return true;
}

static bool
expire_partition(struct session *session, const struct partition_request *request,
                 struct failure *failure)
{
	(void)session;
	(void)failure;
	text_append_format(&fake.database.calls, "expire:%s ", request->step->name);
	return true;
}

static bool
ensure_ledger(struct session *session, const struct ledger *ledger, struct failure *failure)
{
	(void)session;
	(void)ledger;
	(void)failure;
	return true;
}

static bool
record_run(struct session *session, const struct ledger *ledger, const struct run_entry *entry,
           const struct definitions *expected, struct failure *failure)
{
	(void)session;
	(void)ledger;
	(void)failure;
	assert_null(expected);
	text_append(&fake.database.calls, "record ");
	last_entry = *entry;
	strncpy(last_note, entry->note, sizeof last_note - 1);
	return true;
}

static const struct partition_operations partition_operations = {
	.read = read_table, .make = make_partition, .expire = expire_partition};
static const struct ledger_operations ledger_operations = {.ensure = ensure_ledger,
                                                           .record = record_run};

static struct bundle_partition rule = {.table = (char *)"event",
                                       .column = (char *)"timestamp",
                                       .interval = PARTITION_MONTH,
                                       .ahead_count = 1};
static struct managed_schema schema;

static int
set_up(void **state)
{
	fake_application_init(&fake);
	fake.database.database.partition = &partition_operations;
	fake.database.database.ledger = &ledger_operations;
	memset(&table_state, 0, sizeof table_state);
	memset(last_note, 0, sizeof last_note);
	table_state.key_column = "timestamp";
	rule.expiry = PARTITION_EXPIRY_NEVER;
	schema = fake_schema_of("noetl", "c", "noetl");
	schema.partitions = &rule;
	schema.partition_count = 1;
	*state = fake_application_open(&fake);
	text_clear(&fake.database.calls);
	return 0;
}

static int
tear_down(void **state)
{
	fake_application_close(&fake, *state);
	fake_application_free(&fake);
	return 0;
}

static void
test_partitions__each_is_made_and_recorded_in_a_transaction_of_its_own(void **state)
{
	struct partition_outcome outcome = {0};
	struct failure failure = {0};

	assert_true(partitions_make_due(&fake.application, *state, &schema, &outcome, &failure));
	assert_string_equal(text_bytes(&fake.database.calls),
	                    "begin read rollback "
	                    "begin make:event_p20261101 record commit "
	                    "begin make:event_p20261201 record commit ");
	assert_int_equal(outcome.made_count, 2);
	assert_int_equal(outcome.moved_count, 14);
	assert_int_equal(last_entry.outcome, OUTCOME_PARTITIONED);
	assert_string_equal(last_note,
	                    "event_p20261201 was made, 7 rows left the default partition for it");
}

static void
test_partitions__nothing_is_touched_when_nothing_is_due(void **state)
{
	struct partition_outcome outcome = {0};
	struct failure failure = {0};

	table_state.foreign = (struct partition_range){INT64_MIN, INT64_MAX};
	assert_true(partitions_make_due(&fake.application, *state, &schema, &outcome, &failure));
	assert_string_equal(text_bytes(&fake.database.calls), "begin read rollback ");
	assert_int_equal(fake_application_logged(&fake, "2 due intervals of table \"event\" are held"),
	                 1);
}

static void
test_partitions__an_overlap_is_told_after_the_rest_was_made(void **state)
{
	struct partition_outcome outcome = {0};
	struct failure failure = {0};

	table_state.foreign =
		(struct partition_range){month_ms(2026, 1), month_ms(2026, 11) + 86400000};
	assert_false(partitions_make_due(&fake.application, *state, &schema, &outcome, &failure));
	assert_int_equal(failure.kind, FAILURE_DDL);
	assert_non_null(strstr(failure.message, "would overlap c.mine"));
	assert_int_equal(outcome.made_count, 1);
}

static void
test_partitions__somebody_was_quicker_is_no_trouble_and_no_run(void **state)
{
	struct partition_outcome outcome = {0};
	struct failure failure = {0};

	table_state.was_there = true;
	assert_true(partitions_make_due(&fake.application, *state, &schema, &outcome, &failure));
	assert_string_equal(text_bytes(&fake.database.calls), "begin read rollback "
	                                                      "begin make:event_p20261101 rollback "
	                                                      "begin make:event_p20261201 rollback ");
	assert_int_equal(outcome.made_count, 0);
}

static void
test_partitions__a_lock_timeout_is_for_the_caller_to_try_again(void **state)
{
	struct partition_outcome outcome = {0};
	struct failure failure = {0};

	table_state.make_failure_count = 1;
	table_state.make_failure = (struct failure){
		.kind = FAILURE_TRANSIENT, .reason = REASON_LOCK_TIMEOUT, .message = "busy"};
	assert_false(partitions_make_due(&fake.application, *state, &schema, &outcome, &failure));
	assert_string_equal(text_bytes(&fake.database.calls),
	                    "begin read rollback begin make:event_p20261101 rollback ");
	assert_int_equal(failure.reason, REASON_LOCK_TIMEOUT);
}

static void
test_partitions__the_expired_go_only_when_the_rule_says_so(void **state)
{
	struct partition_outcome outcome = {0};
	struct failure failure = {0};

	table_state.has_november = true;
	table_state.foreign = (struct partition_range){month_ms(2026, 12), month_ms(2027, 1)};
	rule.expiry = PARTITION_EXPIRY_DROP;
	rule.retain_count = -1; /* not even the current one, to have one to drop */
	assert_true(partitions_make_due(&fake.application, *state, &schema, &outcome, &failure));
	assert_string_equal(text_bytes(&fake.database.calls),
	                    "begin read rollback begin expire:event_p20261101 record commit ");
	assert_int_equal(outcome.expired_count, 1);
	assert_string_equal(last_note, "event_p20261101 was dropped");
}

static void
test_partitions__a_table_that_is_missing_or_other_is_drift(void **state)
{
	struct partition_outcome outcome = {0};
	struct failure failure = {0};

	table_state.is_missing = true;
	assert_false(partitions_make_due(&fake.application, *state, &schema, &outcome, &failure));
	assert_int_equal(failure.kind, FAILURE_DRIFT);

	table_state.is_missing = false;
	table_state.key_column = "created_at";
	assert_false(partitions_make_due(&fake.application, *state, &schema, &outcome, &failure));
	assert_non_null(strstr(failure.message, "not partitioned by range of column \"timestamp\""));

	table_state.key_column = NULL;
	assert_false(partitions_make_due(&fake.application, *state, &schema, &outcome, &failure));
	assert_int_equal(failure.kind, FAILURE_DRIFT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_partitions__each_is_made_and_recorded_in_a_transaction_of_its_own, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(test_partitions__nothing_is_touched_when_nothing_is_due,
	                                    set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_partitions__an_overlap_is_told_after_the_rest_was_made,
	                                    set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_partitions__somebody_was_quicker_is_no_trouble_and_no_run, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_partitions__a_lock_timeout_is_for_the_caller_to_try_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_partitions__the_expired_go_only_when_the_rule_says_so,
	                                    set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_partitions__a_table_that_is_missing_or_other_is_drift,
	                                    set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
