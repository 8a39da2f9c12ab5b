#include "unit_test.h"

#include <stdio.h>
#include <string.h>

#include "app/fleet.h"
#include "base/cleanup.h"
#include "fake_application.h"

/*
 * A runner whose members end in the order in which they were begun: "applied",
 * "unchanged", ... as their names begin; "denied" and "away" fail.
 */
struct fake_runner
{
	struct fleet_runner runner;
	const char *running[8];
	size_t running_count;
	size_t most_running_count;
	size_t room; /* more cannot be begun */
	size_t wait_count;
	size_t stop_at_wait; /* a stop signal comes in this call of wait(); 0: never */
	bool is_stopping;
	bool ignores_stop; /* ends as if nobody had asked */
	size_t stop_count;
};

static bool
has_prefix(const char *name, const char *prefix)
{
	return strncmp(name, prefix, strlen(prefix)) == 0;
}

static bool
fake_start(void *context, const char *name, struct failure *failure)
{
	struct fake_runner *fake = context;

	assert_false(fake->is_stopping);
	if (has_prefix(name, "too-big"))
		return fail(failure, FAILURE_SETTINGS, "%s is too big", name);
	if (fake->running_count == fake->room)
		return fail(failure, FAILURE_TRANSIENT, "no process for %s", name);
	fake->running[fake->running_count++] = name;
	if (fake->running_count > fake->most_running_count)
		fake->most_running_count = fake->running_count;
	return true;
}

static struct fleet_member_end
end_of(const char *name)
{
	struct fleet_member_end end = {.outcome = FLEET_FAILED,
	                               .was_exposed = strstr(name, "exposed") != NULL};

	if (has_prefix(name, "applied"))
		end.outcome = FLEET_APPLIED;
	else if (has_prefix(name, "unchanged"))
		end.outcome = FLEET_UNCHANGED;
	else if (has_prefix(name, "superseded"))
		end.outcome = FLEET_SUPERSEDED;
	else
	{
		end.kind = has_prefix(name, "away") ? FAILURE_UNREACHABLE : FAILURE_DENIED;
		(void)snprintf(end.message, sizeof end.message, "the server said no");
	}
	return end;
}

static bool
fake_wait(void *context, const char **name, struct fleet_member_end *end)
{
	struct fake_runner *fake = context;

	if (++fake->wait_count == fake->stop_at_wait)
		return false;
	assert_int_not_equal(fake->running_count, 0);
	*name = fake->running[0];
	*end = end_of(*name);
	if (fake->is_stopping && !fake->ignores_stop)
		*end = (struct fleet_member_end){.outcome = FLEET_FAILED, .kind = FAILURE_INTERRUPTED};
	memmove(&fake->running[0], &fake->running[1], --fake->running_count * sizeof fake->running[0]);
	return true;
}

static void
fake_stop(void *context)
{
	struct fake_runner *fake = context;

	fake->is_stopping = true;
	fake->stop_count++;
}

struct scene
{
	struct fake_application fake;
	struct fake_runner runner;
	struct name_list names;
	struct failure failure;
	bool is_good;
};

static void
set_up(struct scene *scene)
{
	*scene = (struct scene){.runner = {.room = 8}};
	fake_application_init(&scene->fake);
	scene->runner.runner = (struct fleet_runner){&scene->runner, fake_start, fake_wait, fake_stop};
}

static void
run(struct scene *scene, size_t job_count)
{
	struct fleet_request request = {
		.runner = &scene->runner.runner,
		.command = "apply",
		.names = &scene->names,
		.phase = PHASE_APPLYING,
		.job_count = job_count,
		.shard_count = 1,
	};

	scene->is_good = fleet_run(&scene->fake.application, &request, &scene->failure);
	assert_int_equal(scene->runner.running_count, 0);
}

static void
tear_down(struct scene *scene)
{
	name_list_free(&scene->names);
	fake_application_free(&scene->fake);
}

static void
add(struct scene *scene, const char *name)
{
	name_list_append(&scene->names, name);
}

static void
assert_logged(const struct scene *scene, const char *text)
{
	if (fake_application_logged(&scene->fake, text) != 1)
		print_error("expected %s in:\n%s\n", text, text_bytes(&scene->fake.log));
	assert_int_equal(fake_application_logged(&scene->fake, text), 1);
}

static void
test_fleet__all_are_run_so_many_at_a_time(UNUSED void **state)
{
	struct scene scene;

	set_up(&scene);
	add(&scene, "unchanged-1");
	add(&scene, "applied-1");
	add(&scene, "unchanged-2");
	add(&scene, "superseded-1");
	run(&scene, 2);
	assert_true(scene.is_good);
	assert_int_equal(scene.runner.most_running_count, 2);
	assert_logged(&scene, "apply of 4 targets, 2 at a time");
	assert_logged(&scene, "4 targets: 1 applied, 2 unchanged, 1 superseded, 0.000 s");
	assert_string_equal(text_bytes(&scene.fake.reports),
	                    "Applying Applying Applying Applying Applying Applied ");
	tear_down(&scene);
}

static void
test_fleet__none_at_all_is_no_failure(UNUSED void **state)
{
	struct scene scene;

	set_up(&scene);
	run(&scene, 8);
	assert_true(scene.is_good);
	assert_logged(&scene, "0 targets, 0.000 s");
	assert_string_equal(text_bytes(&scene.fake.reports), "Applying Unchanged ");
	tear_down(&scene);
}

static void
test_fleet__one_that_fails_does_not_stop_the_rest(UNUSED void **state)
{
	struct scene scene;

	set_up(&scene);
	add(&scene, "denied-1");
	add(&scene, "applied-1");
	run(&scene, 1);
	assert_false(scene.is_good);
	assert_int_equal(scene.failure.kind, FAILURE_DENIED);
	assert_string_equal(scene.failure.message, "1 of 2 targets failed: denied-1 (exit 4)");
	assert_string_equal(scene.failure.detail, "denied-1: the server said no");
	assert_logged(&scene, "2 targets: 1 applied, 1 failed, 0.000 s");
	/* No closing phase: how the program ends is told by whoever ends it. */
	assert_string_equal(text_bytes(&scene.fake.reports),
	                    "Applying Failed Applying Applying Applying ");
	tear_down(&scene);
}

static void
test_fleet__what_cannot_be_begun_beside_others_waits_for_one_of_them(UNUSED void **state)
{
	struct scene scene;

	set_up(&scene);
	scene.runner.room = 2;
	for (int number = 0; number < 6; number++)
		add(&scene, "applied");
	run(&scene, 5);
	assert_true(scene.is_good);
	assert_logged(&scene, "no process for applied; from now on 2 at a time");
	assert_logged(&scene, "6 targets: 6 applied, 0.000 s");
	tear_down(&scene);
}

static void
test_fleet__what_cannot_be_begun_whatever_ends_has_failed_at_once(UNUSED void **state)
{
	struct scene scene;

	set_up(&scene);
	add(&scene, "applied-1");
	add(&scene, "too-big");
	add(&scene, "applied-2");
	add(&scene, "applied-3");
	run(&scene, 3);
	assert_int_equal(scene.failure.kind, FAILURE_SETTINGS);
	assert_string_equal(scene.failure.detail, "too-big: too-big is too big");
	assert_int_equal(scene.runner.most_running_count, 3);
	tear_down(&scene);
}

static void
test_fleet__what_cannot_be_begun_alone_has_failed(UNUSED void **state)
{
	struct scene scene;

	set_up(&scene);
	scene.runner.room = 0;
	add(&scene, "applied-1");
	add(&scene, "applied-2");
	run(&scene, 5);
	assert_false(scene.is_good);
	assert_int_equal(scene.failure.kind, FAILURE_TRANSIENT);
	assert_string_equal(scene.failure.detail,
	                    "applied-1: no process for applied-1\napplied-2: no process for applied-2");
	tear_down(&scene);
}

static void
test_fleet__a_stop_signal_ends_those_that_run_and_begins_no_other(UNUSED void **state)
{
	struct scene scene;

	set_up(&scene);
	scene.runner.stop_at_wait = 2;
	add(&scene, "applied-1");
	add(&scene, "applied-2");
	add(&scene, "applied-3");
	add(&scene, "applied-4");
	run(&scene, 2);
	assert_false(scene.is_good);
	assert_int_equal(scene.failure.kind, FAILURE_INTERRUPTED);
	assert_int_equal(scene.runner.stop_count, 1);
	/* Those that were stopped did not fail. */
	assert_non_null(
		strstr(scene.failure.message, "(4 targets: 1 applied, 3 not begun or not finished)"));
	assert_string_equal(scene.failure.hint, "A rerun does only what is left.");
	assert_string_equal(text_bytes(&scene.fake.reports), "Applying Applying Applying ");
	tear_down(&scene);
}

static void
test_fleet__what_ends_otherwise_after_a_stop_counts(UNUSED void **state)
{
	struct scene scene;

	set_up(&scene);
	scene.runner.stop_at_wait = 1;
	scene.runner.ignores_stop = true;
	add(&scene, "applied-1");
	add(&scene, "denied-1");
	run(&scene, 2);
	assert_int_equal(scene.failure.kind, FAILURE_INTERRUPTED);
	assert_non_null(strstr(scene.failure.message, "(2 targets: 1 applied, 1 failed)"));
	tear_down(&scene);
}

static void
test_fleet__ten_failures_are_told_one_by_one(UNUSED void **state)
{
	struct scene scene;
	int told_count = 0;

	set_up(&scene);
	for (int number = 0; number < 30; number++)
		add(&scene, "denied");
	run(&scene, 8);
	for (const char *at = strstr(text_bytes(&scene.fake.reports), "Failed"); at != NULL;
	     at = strstr(at + 1, "Failed"))
		told_count++;
	assert_int_equal(told_count, 10);
	tear_down(&scene);
}

/* Each of them says that it was; whoever reads the log needs to know it once. */
static void
test_fleet__that_others_can_read_along_is_said_once(UNUSED void **state)
{
	struct scene scene;

	set_up(&scene);
	add(&scene, "unchanged");
	run(&scene, 1);
	assert_int_equal(fake_application_logged(&scene.fake, "is not encrypted"), 0);
	add(&scene, "applied-exposed");
	add(&scene, "unchanged-exposed");
	run(&scene, 1);
	assert_int_equal(fake_application_logged(&scene.fake, "target applied-exposed"), 1);
	assert_int_equal(fake_application_logged(&scene.fake, "is not encrypted"), 1);
	tear_down(&scene);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fleet__all_are_run_so_many_at_a_time),
		cmocka_unit_test(test_fleet__none_at_all_is_no_failure),
		cmocka_unit_test(test_fleet__one_that_fails_does_not_stop_the_rest),
		cmocka_unit_test(test_fleet__what_cannot_be_begun_beside_others_waits_for_one_of_them),
		cmocka_unit_test(test_fleet__what_cannot_be_begun_whatever_ends_has_failed_at_once),
		cmocka_unit_test(test_fleet__what_cannot_be_begun_alone_has_failed),
		cmocka_unit_test(test_fleet__a_stop_signal_ends_those_that_run_and_begins_no_other),
		cmocka_unit_test(test_fleet__what_ends_otherwise_after_a_stop_counts),
		cmocka_unit_test(test_fleet__ten_failures_are_told_one_by_one),
		cmocka_unit_test(test_fleet__that_others_can_read_along_is_said_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
