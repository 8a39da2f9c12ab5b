#include "domain/change_method.h"

#include "base/count_of.h"
#include "unit_test.h"

struct method_case
{
	const char *what;
	struct change_question question;
	struct change_method expected;
};

#define BUNDLE .has_scripts = true
#define CREATE .decision = DECISION_CREATE
#define CHANGE .decision = DECISION_CHANGE, .schema_exists = true

static const struct method_case cases[] = {
	{"a bundle into no schema", {BUNDLE, CREATE}, {.kind = CHANGE_BY_CREATION}},
	{"a bundle into an empty schema",
     {BUNDLE, CREATE, .schema_exists = true},
     {.kind = CHANGE_BY_CREATION}},
	{"a bundle onto its schema", {BUNDLE, CHANGE}, {.kind = CHANGE_BY_REPLAY}},
	{"what has no scripts", {CHANGE}, {.kind = CHANGE_BY_REPLAY}},
	{"a file into no schema",
     {BUNDLE, CREATE, .is_file = true},
     {.kind = CHANGE_BY_CREATION, .repeats_scripts = true}},
	{"a file onto a schema",
     {BUNDLE, CHANGE, .is_file = true},
     {.kind = CHANGE_BY_REPLAY, .repeats_scripts = true}},
	{"no file at all", {CHANGE, .is_file = true}, {.kind = CHANGE_BY_REPLAY}},
	{"a pooler, for one transaction",
     {BUNDLE, CHANGE, .is_behind_pooler = true},
     {.kind = CHANGE_BY_REPLAY}},
	{"an index made concurrently, in no schema",
     {BUNDLE, CREATE, .is_file = true, .has_outside = true},
     {.kind = CHANGE_BY_STEPS, .repeats_scripts = true}},
	{"an index made concurrently, in a schema",
     {BUNDLE, CHANGE, .has_outside = true},
     {.kind = CHANGE_BY_STEPS}},
	{"an index made concurrently, behind a pooler",
     {BUNDLE, CHANGE, .has_outside = true, .is_behind_pooler = true},
     {.kind = CHANGE_NEEDS_SESSION}},
	{"a reset",
     {BUNDLE, CREATE, .goal = GOAL_RESET, .schema_exists = true},
     {.kind = CHANGE_BY_CREATION, .empties_schema = true}},
	{"a reset of no schema", {BUNDLE, CREATE, .goal = GOAL_RESET}, {.kind = CHANGE_BY_CREATION}},
	{"a reset of what users made", {CHANGE, .goal = GOAL_RESET}, {.kind = CHANGE_BY_REPLAY}},
	{"a reset that was committed, and is forced",
     {BUNDLE, CHANGE, .goal = GOAL_RESET},
     {.kind = CHANGE_BY_REPLAY, .empties_schema = true}},
	{"a reset to an index made concurrently",
     {BUNDLE, CREATE, .goal = GOAL_RESET, .schema_exists = true, .has_outside = true},
     {.kind = CHANGE_NEEDS_TRANSACTION, .empties_schema = true}},
};

static void
test_change_method__follows_from_goal_decision_and_ddl(UNUSED void **state)
{
	for (size_t index = 0; index < COUNT_OF(cases); index++)
	{
		const struct change_method *expected = &cases[index].expected;
		struct change_method chosen = change_method_choose(&cases[index].question);

		if (chosen.kind != expected->kind || chosen.empties_schema != expected->empties_schema ||
		    chosen.repeats_scripts != expected->repeats_scripts)
			fail_msg("%s: kind %d", cases[index].what, (int)chosen.kind);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_change_method__follows_from_goal_decision_and_ddl),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
