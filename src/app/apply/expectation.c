#include "app/apply/expectation.h"

#include <string.h>

#include "app/apply/drift.h"
#include "app/apply/own_part.h"
#include "app/apply/postpone_question.h"
#include "app/apply/transaction.h"
#include "app/converge/data_replay.h"
#include "app/converge/shadow.h"
#include "base/log.h"
#include "base/text.h"
#include "domain/name_list.h"
#include "domain/recorded_options.h"
#include "port/shadow.h"

void
expectation_free(struct expectation *expectation)
{
	definitions_free(&expectation->definitions);
	definitions_free(&expectation->recorded);
	definitions_free(&expectation->elsewhere);
	definitions_free(&expectation->before);
	fact_set_free(&expectation->desired_facts);
	fact_set_free(&expectation->live_facts);
	name_list_free(&expectation->selection.relations);
	generation_list_free(&expectation->generations);
	name_list_free(&expectation->later);
}

static bool
is_same_ddl_as_recorded(const struct schema_run *run)
{
	return run->observed.is_recorded && !run->observed.record_is_incomparable &&
	       recorded_options_manage(run->observed.recorded_options, run->schema->options) &&
	       !postpone_is_over(run) &&
	       strcmp(run->observed.recorded_checksum, run->schema->checksum) == 0;
}

static bool
read_live_definitions(const struct schema_run *run, struct definitions *live,
                      struct failure *failure)
{
	const struct catalog_operations *catalog = run->application->database->catalog;

	return catalog->definitions(run->connection->session, run->schema, live, failure);
}

/* Roles and databases are expected as provisioning has just made them, not as they are recorded. */
static bool
read_recorded(const struct schema_run *run, struct expectation *expectation,
              struct failure *failure)
{
	const struct ledger_operations *ledger = run->application->database->ledger;
	cleanup_definitions struct definitions live = {0};

	expectation->is_known = true;
	/* From now on it is recorded with a name. */
	expectation->is_renewed = run->observed.record_is_nameless;
	if (!ledger->expected(run->connection->session, run->schema, &expectation->definitions,
	                      failure))
		return false;
	if (!run->is_provisioned)
		return true;
	if (!read_live_definitions(run, &live, failure))
		return false;
	if (definition_list_adopt(&expectation->definitions.access, &live.access))
		expectation->is_renewed = true;
	return true;
}

static bool
has_record(const struct schema_run *run)
{
	return run->observed.is_recorded && !run->observed.record_is_incomparable;
}

/* So that what was broken before the change does not become the promise. */
static bool
read_what_was(const struct schema_run *run, struct expectation *expectation,
              struct failure *failure)
{
	definitions_free(&expectation->before);
	return !has_record(run) || read_live_definitions(run, &expectation->before, failure);
}

static bool
read_own_promise(const struct schema_run *run, struct expectation *expectation,
                 struct failure *failure)
{
	const struct ledger_operations *ledger = run->application->database->ledger;

	definitions_free(&expectation->recorded);
	return !has_record(run) ||
	       ledger->expected(run->connection->session, run->schema, &expectation->recorded, failure);
}

/* What this source answers for, and what others do. */
static bool
read_promises(const struct schema_run *run, struct expectation *expectation,
              struct failure *failure)
{
	const struct ledger_operations *ledger = run->application->database->ledger;
	struct session *session = run->connection->session;

	definitions_free(&expectation->elsewhere);
	return read_own_promise(run, expectation, failure) &&
	       (!run->observed.ledger_exists ||
	        ledger->expected_elsewhere(session, run->schema, &expectation->elsewhere, failure));
}

/* A schema without scripts: what there is to expect, provisioning has made and proved. */
static bool
read_provisioned(const struct schema_run *run, struct expectation *expectation,
                 struct failure *failure)
{
	expectation->is_known = true;
	return read_live_definitions(run, &expectation->definitions, failure);
}

bool
expectation_read_facts(const struct schema_run *run, const struct expectation *expectation,
                       struct fact_set *live, struct failure *failure)
{
	fact_set_free(live);
	return run->application->database->shadow->facts(
		run->connection->session, run->schema, fact_selection_relations(&expectation->selection),
		live, failure);
}

bool
expectation_read_live_facts(const struct schema_run *run, struct expectation *expectation,
                            struct failure *failure)
{
	return expectation_read_facts(run, expectation, &expectation->live_facts, failure);
}

static bool
tell_skipped(const struct schema_run *run, struct failure *failure)
{
	cleanup_name_list struct name_list skipped = {0};
	cleanup_text struct text words = TEXT_EMPTY;

	if (!run->application->database->shadow->find_skipped(run->connection->session, run->schema,
	                                                      &skipped, failure))
		return false;
	for (size_t index = 0; index < skipped.count; index++)
		text_append_format(&words, "%s%s", index > 0 ? ", " : "", skipped.items[index]);
	if (skipped.count > 0)
		log_warning("%s: schemas of roles that role \"%s\" cannot become, or that have a ledger of "
		            "their own, are not managed: %s",
		            run->schema->source, run->schema->owner, text_bytes(&words));
	return true;
}

/*
 * What the definitions of before do not tell: names that are to be renamed, what DO blocks change
 * before a plan is made, what is in no schema or in one that is not put aside. All tables are
 * counted where some are postponed.
 */
static bool
may_select(const struct schema_run *run)
{
	return run->schema->managed_scope != MANAGED_DATABASE &&
	       (run->schema->managed_scope != MANAGED_BY_PROMISE || !run->observed.has_beyond) &&
	       (run->renames == NULL || run->renames->count == 0) && !postpone_is_asked(run) &&
	       !data_replay_has_blocks(run);
}

static bool
read_all(struct schema_run *run, struct expectation *expectation, struct desired_state *desired,
         struct failure *failure)
{
	expectation->selection.is_of_all = true;
	desired->live_facts = &expectation->live_facts;
	/* The DDL may make something where nothing was managed before: what is there is told then, too. */
	return expectation_read_live_facts(run, expectation, failure) &&
	       shadow_read_desired(run, desired, &expectation->refusal, failure) &&
	       (run->schema->managed_scope != MANAGED_BY_PROMISE ||
	        !managed_schema_may_reach_beyond(run->schema) ||
	        expectation->refusal.kind != FAILURE_NONE ||
	        expectation_read_live_facts(run, expectation, failure));
}

static bool
read_changed(struct schema_run *run, struct expectation *expectation, struct desired_state *desired,
             struct failure *failure)
{
	definitions_free(&expectation->before);
	desired->live_definitions = &expectation->before;
	if (!read_live_definitions(run, &expectation->before, failure) ||
	    !shadow_read_desired(run, desired, &expectation->refusal, failure))
		return false;
	desired->live_definitions = NULL;
	/* In a change they would be in the way of what is read after it. */
	if (run->goal != GOAL_PLAN)
		definitions_free(&expectation->before);
	name_list_free(&expectation->selection.relations);
	expectation->selection = desired->selection;
	desired->selection = (struct fact_selection){.is_of_all = true};
	return expectation->refusal.kind != FAILURE_NONE ||
	       expectation_read_live_facts(run, expectation, failure);
}

/* A schema made just now has nothing that would have to be brought anywhere. */
static bool
read_shadow(struct schema_run *run, struct expectation *expectation, struct desired_state *desired,
            struct failure *failure)
{
	if (!expectation->wants_facts)
		return shadow_read_desired(run, desired, &expectation->refusal, failure);
	desired->wants_facts = true;
	if (!read_promises(run, expectation, failure) || !tell_skipped(run, failure) ||
	    !(may_select(run) ? read_changed(run, expectation, desired, failure)
	                      : read_all(run, expectation, desired, failure)))
		return false;
	expectation->has_facts = expectation->refusal.kind == FAILURE_NONE;
	expectation->desired_facts = desired->facts;
	desired->facts = (struct fact_set){0};
	return true;
}

const struct definitions *
expectation_promised(const struct schema_run *run, const struct expectation *expectation)
{
	return run->observed.record_is_nameless ? NULL : &expectation->recorded;
}

bool
expectation_learn_desired(struct schema_run *run, struct expectation *expectation,
                          struct failure *failure)
{
	cleanup_desired_state struct desired_state desired = {.wants_facts = false};

	if (!read_shadow(run, expectation, &desired, failure))
		return false;
	expectation->definitions = desired.definitions;
	desired.definitions = (struct definitions){0};
	expectation->is_known = expectation->refusal.kind == FAILURE_NONE;
	/* With facts, they were read before. */
	return (expectation->wants_facts || read_own_promise(run, expectation, failure)) &&
	       (expectation->is_known || read_what_was(run, expectation, failure));
}

bool
expectation_learn_facts(struct schema_run *run, struct expectation *expectation,
                        struct failure *failure)
{
	cleanup_desired_state struct desired_state desired = {.wants_facts = false};

	if (!expectation->wants_facts || expectation->has_facts ||
	    expectation->refusal.kind != FAILURE_NONE || run->schema->script_count == 0)
		return true;
	return read_shadow(run, expectation, &desired, failure);
}

bool
expectation_learn(struct schema_run *run, struct expectation *expectation, struct failure *failure)
{
	if (is_same_ddl_as_recorded(run))
		return read_recorded(run, expectation, failure);
	return run->schema->script_count > 0 ? expectation_learn_desired(run, expectation, failure)
	                                     : read_provisioned(run, expectation, failure);
}

/* What other sources have promised, where that matters: there is more than what is expected. */
static bool
read_promised_by_others(const struct schema_run *run, const struct definitions *expected,
                        const struct definitions *live, struct definitions *elsewhere,
                        struct failure *failure)
{
	const struct ledger_operations *ledger = run->application->database->ledger;
	cleanup_definition_difference_list struct definition_difference_list differences = {0};

	definitions_compare(expected, live, &differences);
	return definition_difference_broken_count(&differences) == differences.count ||
	       ledger->expected_elsewhere(run->connection->session, run->schema, elsewhere, failure);
}

bool
expectation_check_live(struct schema_run *run, struct expectation *expectation, bool *is_met,
                       struct failure *failure)
{
	cleanup_definitions struct definitions live = {0};
	cleanup_definitions struct definitions elsewhere = {0};

	*is_met = false;
	if (!is_same_ddl_as_recorded(run) || settings_flag(run->application->settings, SETTING_FORCE))
		return true;
	if (!read_live_definitions(run, &live, failure))
		return false;
	if (!read_promised_by_others(run, &expectation->definitions, &live, &elsewhere, failure))
		return false;
	*is_met = drift_check(run, &expectation->definitions, &live, &elsewhere, &expectation->drift);
	run->result.object_count = (int64_t)definitions_count(&expectation->definitions);
	run->result.is_proved = *is_met;
	return true;
}

bool
expectation_fail_unknown(const struct schema_run *run, const struct expectation *expectation,
                         struct failure *failure)
{
	const struct managed_schema *schema = run->schema;
	const struct failure *refusal = &expectation->refusal;

	fail(failure, FAILURE_DENIED,
	     "%s cannot be proved: it is not known what schema \"%s\" in database \"%s\" has to be, as "
	     "it cannot be built from the beginning (%s); everything was rolled back",
	     schema->source, schema->name, schema->database, refusal->message);
	failure->place = refusal->place;
	memcpy(failure->detail, refusal->detail, sizeof failure->detail);
	if (refusal->kind == FAILURE_DENIED)
		return fail_hint(failure,
		                 "To build it, role \"%s\" has to own schema \"%s\" and everything in it, "
		                 "and needs CREATE on database \"%s\".",
		                 schema->owner, schema->name, schema->database);
	if (refusal->reason == REASON_COMMIT_NEEDED)
		return fail_hint(
			failure, "Where the type is made, all its labels have to be: write the new one into "
					 "CREATE TYPE as well, and keep ALTER TYPE ... ADD VALUE IF NOT EXISTS for "
					 "databases where the type is there.");
	return fail_hint(failure, "A script has to make all that it defines, also in an empty schema: "
	                          "put the statements that came before into it, and write IF "
	                          "EXISTS where it drops what came before.");
}

bool
expectation_prove(const struct schema_run *run, const struct expectation *expectation,
                  const struct definitions *live, struct failure *failure)
{
	cleanup_definitions struct definitions elsewhere = {0};

	const struct leftover_sides left = {expectation_promised(run, expectation),
	                                    &expectation->definitions, live, &elsewhere};

	if (expectation->is_known)
		return read_promised_by_others(run, &expectation->definitions, live, &elsewhere, failure) &&
		       drift_check_left(run, &left, failure) &&
		       drift_check(run, &expectation->definitions, live, &elsewhere, failure);
	return drift_check_mended(run, &expectation->recorded, &expectation->before, live, failure) &&
	       expectation_fail_unknown(run, expectation, failure);
}

bool
expectation_blame_drift(const struct schema_run *run, const struct expectation *expectation,
                        struct failure *failure)
{
	struct failure refusal = *failure;

	/* What was not rolled back is a matter of its own. */
	if (expectation->drift.kind == FAILURE_NONE || !transaction_may_go_back(&refusal) ||
	    (refusal.kind != FAILURE_DDL && refusal.kind != FAILURE_DENIED))
		return false;
	fail(
		failure, FAILURE_DRIFT,
		"schema \"%s\" in database \"%s\" is not as it was promised, and applying %s does not mend "
		"it (%s); everything was rolled back",
		run->schema->name, run->schema->database, run->schema->source, refusal.message);
	failure->place = refusal.place;
	memcpy(failure->detail, expectation->drift.detail, sizeof failure->detail);
	return fail_hint(failure, "%s", expectation->drift.hint);
}
