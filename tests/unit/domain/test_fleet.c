#include "unit_test.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/count_of.h"
#include "domain/fleet.h"

static void
assert_shard(size_t shard, size_t shard_count, const char *expected)
{
	cleanup_name_list struct name_list names = {0};
	cleanup_text struct text kept = TEXT_EMPTY;

	for (const char *letter = "abcdefg"; *letter != '\0'; letter++)
		name_list_append(&names, (const char[]){*letter, '\0'});
	fleet_keep_shard(&names, shard, shard_count);
	for (size_t index = 0; index < names.count; index++)
		text_append(&kept, names.items[index]);
	assert_string_equal(text_bytes(&kept), expected);
}

static void
test_fleet__shards_have_every_target_once(UNUSED void **state)
{
	assert_shard(0, 1, "abcdefg");
	assert_shard(0, 3, "adg");
	assert_shard(1, 3, "be");
	assert_shard(2, 3, "cf");
	assert_shard(6, 7, "g");
	assert_shard(7, 8, "");
}

static void
add(struct fleet_tally *tally, enum fleet_outcome outcome, const char *name, enum failure_kind kind)
{
	struct fleet_member_end end = {.outcome = outcome, .kind = kind};

	if (outcome == FLEET_FAILED)
		(void)snprintf(end.message, sizeof end.message, "what %s said", name);
	fleet_tally_add(tally, name, &end);
}

static void
assert_summary(const struct fleet_tally *tally, const char *expected)
{
	cleanup_text struct text summary = TEXT_EMPTY;

	fleet_append_summary(&summary, tally);
	assert_string_equal(text_bytes(&summary), expected);
}

static void
test_fleet__the_summary_counts_what_there_is(UNUSED void **state)
{
	static struct fleet_tally tally;

	tally = (struct fleet_tally){.member_count = 1};
	assert_summary(&tally, "1 target: 1 not begun or not finished");
	add(&tally, FLEET_DONE, "a", FAILURE_NONE);
	assert_summary(&tally, "1 target: 1 done");
	tally = (struct fleet_tally){.member_count = 7};
	add(&tally, FLEET_UNCHANGED, "a", FAILURE_NONE);
	add(&tally, FLEET_FAILED, "b", FAILURE_DDL);
	add(&tally, FLEET_SUPERSEDED, "c", FAILURE_NONE);
	add(&tally, FLEET_APPLIED, "d", FAILURE_NONE);
	add(&tally, FLEET_APPLIED, "e", FAILURE_NONE);
	assert_summary(&tally, "7 targets: 2 applied, 1 unchanged, 1 superseded, 1 failed, "
	                       "2 not begun or not finished");
}

static void
test_fleet__without_a_failure_all_is_well(UNUSED void **state)
{
	static struct fleet_tally tally;
	struct failure failure = {.kind = FAILURE_NONE};

	tally = (struct fleet_tally){.member_count = 1};
	add(&tally, FLEET_APPLIED, "a", FAILURE_NONE);
	assert_true(fleet_tally_check(&tally, &failure));
	assert_int_equal(failure.kind, FAILURE_NONE);
}

static void
assert_kind(const enum failure_kind *kinds, size_t count, enum failure_kind expected)
{
	static struct fleet_tally tally;
	struct failure failure = {.kind = FAILURE_NONE};

	tally = (struct fleet_tally){.member_count = count};
	for (size_t index = 0; index < count; index++)
		add(&tally, FLEET_FAILED, "a", kinds[index]);
	assert_false(fleet_tally_check(&tally, &failure));
	assert_int_equal(failure.kind, expected);
}

static void
test_fleet__a_failure_that_a_rerun_may_fix_decides(UNUSED void **state)
{
	static const enum failure_kind kinds[] = {FAILURE_DRIFT, FAILURE_DDL, FAILURE_LOCK_BUSY,
	                                          FAILURE_UNREACHABLE};

	assert_kind(kinds, 1, FAILURE_DRIFT);
	assert_kind(kinds, 2, FAILURE_DDL);
	assert_kind(kinds, 3, FAILURE_LOCK_BUSY);
	assert_kind(kinds, 4, FAILURE_UNREACHABLE);
}

static void
test_fleet__the_failure_names_the_first_and_says_how_to_go_on(UNUSED void **state)
{
	static struct fleet_tally tally;
	static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g"};
	struct failure failure = {.kind = FAILURE_NONE};

	tally = (struct fleet_tally){.member_count = 8};
	for (size_t index = 0; index < COUNT_OF(names); index++)
		add(&tally, FLEET_FAILED, names[index], FAILURE_DDL);
	assert_false(fleet_tally_check(&tally, &failure));
	assert_string_equal(failure.message,
	                    "7 of 8 targets failed: a (exit 5), b (exit 5), c (exit 5), d (exit 5), "
	                    "e (exit 5) and 2 more");
	assert_string_equal(failure.detail, "a: what a said\nb: what b said\nc: what c said\n"
	                                    "d: what d said\ne: what e said\nf: what f said\n"
	                                    "g: what g said");
	assert_string_equal(failure.hint, "\"--target a\" runs the first of them alone.");

	(void)snprintf(tally.failures[0].end.hint, FAILURE_HINT_BYTES, "Mend it.");
	add(&tally, FLEET_UNCHANGED, "h", FAILURE_NONE);
	assert_false(fleet_tally_check(&tally, &failure));
	assert_string_equal(failure.hint,
	                    "The others are done, and a rerun does only what is left. "
	                    "\"--target a\" runs the first of them alone. Its hint: Mend it.");
}

/* Of thousands no more is kept than somebody reads. */
static void
test_fleet__the_first_failures_are_kept(UNUSED void **state)
{
	static struct fleet_tally tally;
	struct failure failure = {.kind = FAILURE_NONE};

	tally = (struct fleet_tally){.member_count = 5000};
	for (int number = 0; number < 5000; number++)
		add(&tally, FLEET_FAILED, number < FLEET_FAILURES_KEPT ? "early" : "late", FAILURE_DDL);
	assert_summary(&tally, "5000 targets: 5000 failed");
	assert_false(fleet_tally_check(&tally, &failure));
	assert_non_null(strstr(failure.message, "and 4995 more"));
	assert_null(strstr(failure.detail, "late"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fleet__shards_have_every_target_once),
		cmocka_unit_test(test_fleet__the_summary_counts_what_there_is),
		cmocka_unit_test(test_fleet__without_a_failure_all_is_well),
		cmocka_unit_test(test_fleet__a_failure_that_a_rerun_may_fix_decides),
		cmocka_unit_test(test_fleet__the_failure_names_the_first_and_says_how_to_go_on),
		cmocka_unit_test(test_fleet__the_first_failures_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
