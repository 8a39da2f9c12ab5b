#include <stdio.h>
#include <string.h>

#include "domain/decision.h"
#include "domain/schema_state.h"
#include "unit_test.h"

/*
 * State and decision of every observation there can be, held against rules for each that know
 * nothing of the other's.
 */
struct observation
{
	struct managed_schema schema;
	struct observed_state observed;
	bool force;
};

static bool
is_superseded(const struct observation *seen)
{
	const struct observed_state *observed = &seen->observed;

	return !seen->schema.is_file && observed->schema_exists && observed->is_recorded &&
	       (observed->recorded_version > seen->schema.version ||
	        observed->is_recorded_by_newer_program);
}

/* Of a file that is meant by its name alone nothing is known that could be another DDL. */
static bool
is_of_other_ddl(const struct observation *seen)
{
	bool is_known = !seen->schema.is_file || seen->schema.script_count > 0;

	return is_known && strcmp(seen->observed.recorded_checksum, seen->schema.checksum) != 0;
}

static bool
is_as_recorded(const struct observation *seen)
{
	const struct observed_state *observed = &seen->observed;

	return observed->is_recorded && observed->schema_exists && !observed->record_is_incomparable &&
	       observed->recorded_version == seen->schema.version && !is_of_other_ddl(seen) &&
	       observed->recorded_options[0] == '\0' && observed->fingerprint[0] != '\0' &&
	       strcmp(observed->recorded_fingerprint, observed->fingerprint) == 0;
}

/* A file that has promised this, or something elsewhere, is held against its promise. */
static bool
is_begun(const struct observation *seen)
{
	const struct observed_state *observed = &seen->observed;

	return observed->others_have_objects ||
	       (seen->schema.is_file && observed->is_recorded &&
	        (observed->has_beyond ||
	         (!observed->record_is_incomparable &&
	          strcmp(observed->recorded_checksum, seen->schema.checksum) == 0)));
}

static enum decision
expected_decision(const struct observation *seen)
{
	const struct observed_state *observed = &seen->observed;

	if (!seen->force && is_superseded(seen))
		return DECISION_SUPERSEDED;
	if (!is_begun(seen) &&
	    (!observed->schema_exists || (observed->schema_is_empty && seen->schema.script_count > 0)))
		return DECISION_CREATE;
	if (seen->force || observed->record_is_nameless || !is_as_recorded(seen))
		return DECISION_CHANGE;
	return observed->partition_is_due ? DECISION_PARTITIONS : DECISION_NOTHING_TO_DO;
}

static enum schema_state
expected_state(const struct observation *seen)
{
	const struct observed_state *observed = &seen->observed;

	if (!observed->schema_exists)
		return SCHEMA_ABSENT;
	if (!observed->is_recorded)
		return SCHEMA_NOT_RECORDED;
	if (observed->recorded_version > seen->schema.version || observed->is_recorded_by_newer_program)
		return SCHEMA_NEWER;
	if (observed->recorded_version < seen->schema.version || observed->record_is_incomparable)
		return SCHEMA_OLDER;
	if (is_of_other_ddl(seen))
		return seen->schema.is_file ? SCHEMA_OF_OTHER_DDL : SCHEMA_OLDER;
	if (observed->recorded_options[0] != '\0')
		return SCHEMA_OF_OTHER_OPTIONS;
	if (strcmp(observed->recorded_fingerprint, observed->fingerprint) != 0)
		return SCHEMA_MOVED;
	return observed->partition_is_due ? SCHEMA_PARTITION_DUE : SCHEMA_AS_RECORDED;
}

/* Takes the next digit of a number that counts through all combinations. */
static size_t
take_digit(size_t *number, size_t base)
{
	size_t digit = *number % base;

	*number /= base;
	return digit;
}

static bool
take_flag(size_t *number)
{
	return take_digit(number, 2) == 1;
}

/* False after the last combination. */
static bool
make_observation(size_t number, struct observation *seen)
{
	static const char *const fingerprints[] = {"", "f", "g"};
	struct observed_state *observed = &seen->observed;

	*seen = (struct observation){.schema = {.version = 3, .checksum = "c"}};
	seen->schema.is_file = take_flag(&number);
	seen->schema.script_count = take_digit(&number, 2);
	seen->force = take_flag(&number);
	observed->schema_exists = take_flag(&number);
	observed->schema_is_empty = take_flag(&number);
	observed->partition_is_due = take_flag(&number);
	observed->is_recorded = take_flag(&number);
	observed->record_is_incomparable = take_flag(&number);
	observed->record_is_nameless = take_flag(&number);
	observed->is_recorded_by_newer_program = take_flag(&number);
	observed->has_beyond = take_flag(&number);
	observed->others_have_objects = take_flag(&number);
	observed->recorded_options[0] = take_flag(&number) ? 'o' : '\0';
	observed->recorded_version = (int64_t)take_digit(&number, 3) + 2;
	observed->recorded_checksum[0] = take_flag(&number) ? 'c' : 'd';
	observed->fingerprint[0] = fingerprints[take_digit(&number, 3)][0];
	observed->recorded_fingerprint[0] = fingerprints[take_digit(&number, 3)][0];
	return number == 0;
}

/* A form that only a newer program knows does not compare. */
static bool
is_possible(const struct observed_state *observed)
{
	return !observed->is_recorded_by_newer_program || observed->record_is_incomparable;
}

static void
test_observed_state__means_the_same_to_decision_and_state(UNUSED void **state)
{
	struct observation seen;
	size_t possible_count = 0;

	for (size_t number = 0; make_observation(number, &seen); number++)
	{
		const struct observed_state *observed = &seen.observed;
		const struct run_intent intent = {.force = seen.force, .run_id = "this run"};
		enum decision decision = decide(&intent, &seen.schema, observed);
		enum schema_state found = schema_state(&seen.schema, observed);

		if (!is_possible(observed))
			continue;
		possible_count++;
		if (decision != expected_decision(&seen))
			fail_msg("observation %zu: %s", number, decision_name(decision));
		/* A schema that is there has a fingerprint: without one there is nothing to expect. */
		if (observed->fingerprint[0] != '\0' && found != expected_state(&seen))
			fail_msg("observation %zu: %s", number, schema_state_name(found));
		if (decision == DECISION_NOTHING_TO_DO)
			assert_int_equal(found, SCHEMA_AS_RECORDED);
		if (decision == DECISION_PARTITIONS)
			assert_int_equal(found, SCHEMA_PARTITION_DUE);
		if (decision == DECISION_SUPERSEDED)
			assert_int_equal(found, SCHEMA_NEWER);
	}
	assert_int_equal(possible_count, 2048 * 3 * 3 * 2 * 3 * 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_observed_state__means_the_same_to_decision_and_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
