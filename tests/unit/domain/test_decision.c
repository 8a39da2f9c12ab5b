#include "domain/decision.h"

#include "base/count_of.h"
#include "unit_test.h"

struct decision_case
{
	const char *what;
	struct managed_schema schema;
	struct observed_state observed;
	bool force;
	enum decision expected;
};

#define BUNDLE .version = 3, .checksum = "c3", .script_count = 1
#define RECORDED                                                                              \
	.schema_exists = true, .ledger_exists = true, .is_recorded = true, .recorded_version = 3, \
	.recorded_checksum = "c3", .recorded_fingerprint = "f", .fingerprint = "f"

static const struct decision_case cases[] = {
	{"no schema", {BUNDLE}, {0}, false, DECISION_CREATE},
	{"an empty schema",
     {BUNDLE},
     {.schema_exists = true, .schema_is_empty = true},
     false,
     DECISION_CREATE},
	{"a schema that nobody recorded", {BUNDLE}, {.schema_exists = true}, false, DECISION_CHANGE},
	{"all as recorded", {BUNDLE}, {RECORDED}, false, DECISION_NOTHING_TO_DO},
	{"a partition is due",
     {BUNDLE},
     {RECORDED, .partition_is_due = true},
     false,
     DECISION_PARTITIONS},
	{"forced", {BUNDLE}, {RECORDED}, true, DECISION_CHANGE},
	{"another fingerprint",
     {BUNDLE},
     {.schema_exists = true,
      .is_recorded = true,
      .recorded_version = 3,
      .recorded_checksum = "c3",
      .recorded_fingerprint = "f",
      .fingerprint = "g"},
     false,
     DECISION_CHANGE},
	{"no fingerprint on either side",
     {BUNDLE},
     {.schema_exists = true, .is_recorded = true, .recorded_version = 3, .recorded_checksum = "c3"},
     false,
     DECISION_CHANGE},
	{"a newer version with the same DDL, which has to be recorded",
     {.version = 4, .checksum = "c3", .script_count = 1},
     {RECORDED},
     false,
     DECISION_CHANGE},
	{"promised on another major of the server",
     {BUNDLE},
     {RECORDED, .record_is_incomparable = true},
     false,
     DECISION_CHANGE},
	{"recorded by a newer program in a form of its own",
     {BUNDLE},
     {RECORDED, .record_is_incomparable = true, .is_recorded_by_newer_program = true},
     false,
     DECISION_SUPERSEDED},
	{"a newer version of the bundle",
     {.version = 4, .checksum = "c4", .script_count = 1},
     {RECORDED},
     false,
     DECISION_CHANGE},
	{"an older version of the bundle",
     {.version = 2, .checksum = "c2", .script_count = 1},
     {RECORDED},
     false,
     DECISION_SUPERSEDED},
	{"an older version, forced",
     {.version = 2, .checksum = "c2", .script_count = 1},
     {RECORDED},
     true,
     DECISION_CHANGE},
	{"an older version, and the schema is gone",
     {.version = 2, .checksum = "c2", .script_count = 1},
     {.ledger_exists = true, .is_recorded = true, .recorded_version = 3},
     false,
     DECISION_CREATE},
	{"the ledger knows it, but the schema is gone",
     {BUNDLE},
     {.ledger_exists = true,
      .is_recorded = true,
      .recorded_version = 3,
      .recorded_checksum = "c3",
      .recorded_fingerprint = "f"},
     false,
     DECISION_CREATE},
	{"a file is never superseded",
     {.version = 0, .checksum = "x", .is_file = true, .script_count = 1},
     {RECORDED},
     false,
     DECISION_CHANGE},
	{"an empty schema of a target without scripts is the users'",
     {.version = 3, .checksum = "c3"},
     {RECORDED, .schema_is_empty = true},
     false,
     DECISION_NOTHING_TO_DO},
};

static void
test_decision__follows_from_what_was_seen(UNUSED void **state)
{
	for (size_t index = 0; index < COUNT_OF(cases); index++)
	{
		const struct run_intent intent = {.force = cases[index].force, .run_id = "this run"};
		enum decision decision = decide(&intent, &cases[index].schema, &cases[index].observed);

		if (decision != cases[index].expected)
			print_error("%s: %s\n", cases[index].what, decision_name(decision));
		assert_int_equal(decision, cases[index].expected);
	}
}

struct goal_case
{
	const char *what;
	struct managed_schema schema;
	struct observed_state observed;
	enum run_goal goal;
	enum decision expected;
};

static const struct goal_case goal_cases[] = {
	{"a reset", {BUNDLE}, {RECORDED}, GOAL_RESET, DECISION_CREATE},
	{"a reset whose COMMIT was answered too late",
     {BUNDLE},
     {RECORDED, .recorded_run = "this run"},
     GOAL_RESET,
     DECISION_NOTHING_TO_DO},
	{"a reset of what users made",
     {.version = 3, .checksum = "c3"},
     {RECORDED},
     GOAL_RESET,
     DECISION_NOTHING_TO_DO},
	{"partitions", {BUNDLE}, {RECORDED}, GOAL_PARTITIONS, DECISION_PARTITIONS},
	{"a diagram of what is recorded", {BUNDLE}, {RECORDED}, GOAL_DIAGRAM, DECISION_CHANGE},
	{"a diagram of what is not there",
     {BUNDLE},
     {.schema_exists = false},
     GOAL_DIAGRAM,
     DECISION_CREATE},
};

static void
test_decision__follows_from_the_goal(UNUSED void **state)
{
	for (size_t index = 0; index < COUNT_OF(goal_cases); index++)
	{
		const struct goal_case *tried = &goal_cases[index];
		const struct run_intent intent = {.goal = tried->goal, .run_id = "this run"};
		enum decision decision = decide(&intent, &tried->schema, &tried->observed);

		if (decision != tried->expected)
			print_error("%s: %s\n", tried->what, decision_name(decision));
		assert_int_equal(decision, tried->expected);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decision__follows_from_what_was_seen),
		cmocka_unit_test(test_decision__follows_from_the_goal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
