#ifndef FAKE_RUN_H
#define FAKE_RUN_H

/*
 * A schema's run against fakes: one schema, fake_schema(), with one script.
 *
 * The tests of app/apply change what they are about: .schema before the run does anything with
 * it, .catalog for what the server answers, .run for what earlier steps would have left.
 */

#include "app/apply/schema_run.h"
#include "fake_application.h"
#include "fake_catalog.h"
#include "port/convergence.h"

struct fake_run
{
	struct fake_application fake;
	struct fake_catalog catalog;
	struct convergence_operations convergence;
	struct lock_room room;      /* none is needed */
	size_t room_relation_count; /* as lock_room() was asked last */
	struct script script;
	struct managed_schema schema;
	struct schema_queue queue;
	struct schema_session connection;
	struct schema_run run;
	struct failure failure;
};

/* No session is open yet, and nothing is observed. Must not move afterwards. */
void fake_run_init(struct fake_run *run);

/* Logs in as the owner, as the steps after the first find it, and forgets the call. */
void fake_run_open(struct fake_run *run);

/* Closes the session, too. */
void fake_run_free(struct fake_run *run);

/* A script of statements of these classes, one each, that need no scanning. */
void fake_run_set_statements(struct fake_run *run, const enum statement_class *classes,
                             size_t count);

/* What was called, in turn; and whether these calls were among them, one after the other. */
const char *fake_run_calls(const struct fake_run *run);
bool fake_run_called(const struct fake_run *run, const char *calls);

/* What the first look shows: nothing, or all as recorded by version 3. */
extern const struct observed_state fake_nothing_there;
extern const struct observed_state fake_as_recorded;

#endif
