#include "fake_catalog.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "unit_test.h"

/* The operations get a session only; a test has one fake at a time. */
static struct fake_catalog *current;
static struct text *calls;

static bool
note(const char *call)
{
	text_append_format(calls, "%s ", call);
	return true;
}

static bool
answer_with(const struct failure *prepared, struct failure *failure)
{
	if (prepared->kind == FAILURE_NONE)
		return true;
	*failure = *prepared;
	return false;
}

struct definitions
fake_definition_list(const char *words)
{
	struct definitions list = {0};
	char kind[32];
	char identity[64];
	char hash[32];

	while (words != NULL && sscanf(words, "%31s %63s %31[^,]", kind, identity, hash) == 3)
	{
		definitions_append(&list, &(const struct definition_words){
									  .kind = kind, .identity = identity, .hash = hash});
		words = strchr(words, ',');
		words = words != NULL ? words + 1 : NULL;
	}
	definitions_sort(&list);
	return list;
}

static bool
fake_observe(struct session *session, const struct managed_schema *schema,
             struct observed_state *observed, struct failure *failure)
{
	int at = current->looked_count < current->observation_count ? current->looked_count
	                                                            : current->observation_count - 1;

	(void)session;
	(void)schema;
	(void)failure;
	current->looked_count++;
	*observed = current->observations[at];
	return note("look");
}

static bool
fake_definitions(struct session *session, const struct managed_schema *schema,
                 struct definitions *definitions, struct failure *failure)
{
	int at = current->definitions_read_count < current->definitions_count
	             ? current->definitions_read_count
	             : current->definitions_count - 1;

	(void)session;
	(void)schema;
	(void)failure;
	current->definitions_read_count++;
	*definitions = fake_definition_list(current->definitions[at]);
	return note("definitions");
}

static bool
fake_definition_text(struct session *session, const char *schema, const struct definition *object,
                     char **text, struct failure *failure)
{
	(void)session;
	(void)schema;
	(void)failure;
	*text = memory_format("the live definition of %s", object->identity);
	return note("definition_text");
}

static bool
fake_fingerprint(struct session *session, const struct managed_schema *schema, char fingerprint[65],
                 struct failure *failure)
{
	(void)session;
	(void)schema;
	(void)failure;
	(void)snprintf(fingerprint, 65, "%s", current->fingerprint);
	return note("fingerprint");
}

static bool
fake_claim_managed(struct session *session, const struct managed_schema *schema,
                   struct failure *failure)
{
	(void)session;
	(void)schema;
	(void)failure;
	return note("claim_managed");
}

static bool
fake_keep_made(struct session *session, const struct managed_schema *schema,
               const struct definitions *also, struct definitions *definitions,
               struct failure *failure)
{
	(void)session;
	(void)schema;
	(void)also;
	(void)definitions;
	(void)failure;
	return note("keep_made");
}

static bool
fake_drop_promised(UNUSED struct session *session, UNUSED const struct managed_schema *schema,
                   UNUSED const struct definitions *promised, UNUSED enum shadow_drop extent,
                   UNUSED struct failure *failure)
{
	return note("drop_promised");
}

static bool
fake_existing_names(struct session *session, struct name_list *names, struct failure *failure)
{
	(void)session;
	(void)failure;
	if (current->existing_name != NULL)
		name_list_append(names, current->existing_name);
	return note("existing_names");
}

static bool
fake_create_schema(UNUSED struct session *session, UNUSED const char *schema,
                   UNUSED struct failure *failure)
{
	return note("create_schema");
}

static bool
fake_drop_invalid_indexes(UNUSED struct session *session,
                          UNUSED const struct invalid_indexes *wanted, size_t *dropped_count,
                          UNUSED struct failure *failure)
{
	*dropped_count = current->invalid_index_count;
	return note("drop_invalid_indexes");
}

static bool
fake_ensure(UNUSED struct session *session, UNUSED const struct ledger *ledger,
            UNUSED struct failure *failure)
{
	return note("ensure");
}

static bool
fake_record(struct session *session, const struct ledger *ledger, const struct run_entry *entry,
            const struct definitions *expected, struct failure *failure)
{
	(void)session;
	(void)ledger;
	(void)failure;
	(void)snprintf(current->recorded_outcome, sizeof current->recorded_outcome, "%s",
	               run_outcome_name(entry->outcome));
	memcpy(current->recorded_run, entry->run, sizeof current->recorded_run);
	current->recorded_expectation_count = expected != NULL ? (long)definitions_count(expected) : -1;
	return note("record");
}

static bool
fake_expected(struct session *session, const struct managed_schema *schema,
              struct definitions *expected, struct failure *failure)
{
	(void)session;
	(void)schema;
	(void)failure;
	*expected = fake_definition_list(current->expected);
	return note("promised");
}

static bool
fake_expected_elsewhere(struct session *session, const struct managed_schema *schema,
                        struct definitions *expected, struct failure *failure)
{
	(void)session;
	(void)schema;
	(void)failure;
	if (current->expected_elsewhere != NULL)
		*expected = fake_definition_list(current->expected_elsewhere);
	return note("promised_elsewhere");
}

static bool
fake_journal(struct session *session, const struct ledger *ledger,
             const struct journal_entry *entry, struct failure *failure)
{
	(void)session;
	(void)ledger;
	(void)failure;
	(void)snprintf(current->journal_checksum, sizeof current->journal_checksum, "%s",
	               entry->checksum);
	(void)snprintf(current->journal_statement, sizeof current->journal_statement, "%s",
	               entry->statement);
	text_append_format(calls, "journal:%d%s ", (int)entry->step, entry->is_done ? "+" : "");
	return true;
}

static bool
fake_journal_done_count(struct session *session, const struct ledger *ledger,
                        const struct journal_entry *entry, int64_t *done_count,
                        struct failure *failure)
{
	(void)session;
	(void)ledger;
	(void)entry;
	(void)failure;
	*done_count = current->journal_done_count;
	return note("journal_done_count");
}

static bool
fake_scan(struct script *script, struct failure *failure)
{
	(void)failure;
	script->statements = memory_allocate(1, sizeof *script->statements);
	script->statements[0] = (struct statement){.class = STATEMENT_TRANSACTIONAL, .line = 1};
	script->statement_count = 1;
	return note("scan");
}

static void
fake_adapt(struct session *session, struct script *script)
{
	(void)session;
	(void)script;
}

static bool
fake_run(struct session *session, const struct script_range *range, const struct progress *progress,
         struct failure *failure)
{
	int at = current->script_run_count++;

	(void)session;
	(void)progress;
	text_append_format(calls, "run:%zu+%zu ", range->first, range->count);
	return at >= current->script_failure_count ||
	       answer_with(&current->script_failures[at], failure);
}

static bool
fake_ran_out_of_time(struct session *session, const struct failure *canceled)
{
	(void)session;
	(void)canceled;
	return false;
}

static bool
fake_contents(struct session *session, const struct reset_scope *scope,
              struct schema_contents *contents, struct failure *failure)
{
	(void)session;
	(void)scope;
	(void)failure;
	*contents = (struct schema_contents){0};
	if (current->dependent != NULL)
		schema_contents_add_dependent(contents, current->dependent);
	return note("contents");
}

static bool
fake_empty(struct session *session, const struct reset_scope *scope, struct failure *failure)
{
	(void)session;
	text_append_format(calls, "empty:%s%s ", scope->schema,
	                   scope->keeps_extensions ? ":but_extensions" : "");
	return answer_with(&current->empty_failure, failure);
}

static bool
fake_make_room(struct session *session, const struct managed_schema *schema,
               const struct name_list *extensions, struct failure *failure)
{
	(void)session;
	(void)schema;
	(void)extensions;
	note("make_room");
	return answer_with(&current->rename_failure, failure);
}

/* The plan's own tests have facts; here both sides have none. */
static bool
fake_facts(UNUSED struct session *session, UNUSED const struct managed_schema *schema,
           UNUSED const struct name_list *relations, struct fact_set *facts,
           UNUSED struct failure *failure)
{
	*facts = (struct fact_set){0};
	return note("facts");
}

static bool
fake_reparse(UNUSED struct session *session, UNUSED const struct managed_schema *schema,
             UNUSED const struct live_side *live, UNUSED struct fact_set *desired,
             UNUSED struct failure *failure)
{
	return note("reparse");
}

static bool
fake_find_changed(UNUSED struct session *session, UNUSED const struct managed_schema *schema,
                  UNUSED const struct name_list *changed, UNUSED struct name_list *relations,
                  UNUSED struct failure *failure)
{
	return note("find_changed");
}

static bool
fake_find_strangers(UNUSED struct session *session, UNUSED const struct managed_schema *schema,
                    UNUSED const struct name_list *roles, UNUSED struct strangers *strangers,
                    UNUSED struct failure *failure)
{
	return note("find_strangers");
}

static bool
fake_find_skipped(UNUSED struct session *session, UNUSED const struct managed_schema *schema,
                  UNUSED struct name_list *skipped, UNUSED struct failure *failure)
{
	return true;
}

static bool
fake_settle(struct session *session, struct failure *failure)
{
	(void)session;
	(void)failure;
	return note("settle");
}

void
fake_catalog_init(struct fake_catalog *fake, struct fake_database *database)
{
	*fake = (struct fake_catalog){
		.catalog = {.observe = fake_observe,
	                .definitions = fake_definitions,
	                .definition_text = fake_definition_text,
	                .fingerprint = fake_fingerprint,
	                .claim_managed = fake_claim_managed,
	                .keep_made = fake_keep_made,
	                .drop_promised = fake_drop_promised,
	                .existing_names = fake_existing_names,
	                .create_schema = fake_create_schema,
	                .drop_invalid_indexes = fake_drop_invalid_indexes},
		.ledger = {.ensure = fake_ensure,
	               .record = fake_record,
	               .expected = fake_expected,
	               .expected_elsewhere = fake_expected_elsewhere,
	               .journal = fake_journal,
	               .journal_done_count = fake_journal_done_count},
		.script = {.scan = fake_scan,
	               .adapt = fake_adapt,
	               .run = fake_run,
	               .ran_out_of_time = fake_ran_out_of_time},
		.reset = {.contents = fake_contents, .empty = fake_empty},
		.shadow = {.make_room = fake_make_room,
	               .facts = fake_facts,
	               .reparse = fake_reparse,
	               .find_changed = fake_find_changed,
	               .find_strangers = fake_find_strangers,
	               .find_skipped = fake_find_skipped,
	               .settle = fake_settle},
		.observation_count = 1,
		.definitions = {"table s.a 1"},
		.definitions_count = 1,
		.expected = "table s.a 1",
		.fingerprint = "f",
		.recorded_expectation_count = -1,
	};
	current = fake;
	calls = &database->calls;
	database->database.catalog = &fake->catalog;
	database->database.ledger = &fake->ledger;
	database->database.script = &fake->script;
	database->database.reset = &fake->reset;
	database->database.shadow = &fake->shadow;
}
