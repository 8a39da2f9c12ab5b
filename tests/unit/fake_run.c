#include "unit_test.h"

#include "fake_run.h"

#include <stdlib.h>
#include <string.h>

#include "app/apply/schema_session.h"
#include "base/memory.h"
#include "fake_schema.h"

const struct observed_state fake_nothing_there = {.server_version_num = 150000};
const struct observed_state fake_as_recorded = {
	.schema_exists = true,
	.ledger_exists = true,
	.is_recorded = true,
	.recorded_version = 3,
	.recorded_checksum = "c3",
	.recorded_fingerprint = "f",
	.fingerprint = "f",
};

static struct fake_run *current;

static bool
fake_lock_room(UNUSED struct session *session, const struct lock_room_request *request,
               struct lock_room *room, UNUSED struct failure *failure)
{
	current->room_relation_count = request->relations->count;
	*room = current->room;
	return true;
}

void
fake_run_init(struct fake_run *run)
{
	*run = (struct fake_run){0};
	fake_application_init(&run->fake);
	fake_catalog_init(&run->catalog, &run->fake.database);
	current = run;
	run->convergence.lock_room = fake_lock_room;
	run->fake.database.database.convergence = &run->convergence;
	fake_application_set_owner(&run->fake);
	fake_application_set(&run->fake, SETTING_WAIT_TIMEOUT, "10s");
	fake_application_set(&run->fake, SETTING_CHANGE_TIMEOUT, "60s");
	run->script = (struct script){
		.name = memory_copy_text("a.sql"), .text = memory_copy_text("select 1"), .length_bytes = 8};
	run->schema = fake_schema();
	run->schema.scripts = &run->script;
	run->schema.script_count = 1;
	run->queue = (struct schema_queue){.schemas = &run->schema, .count = 1};
	run->run = schema_run_start(&run->fake.application, &run->queue, 0, &run->connection);
}

void
fake_run_open(struct fake_run *run)
{
	run->connection = (struct schema_session){
		.session = fake_application_open(&run->fake),
		.access = SESSION_ACCESS_OWNER,
		.database = memory_copy_text("noetl"),
		.user = memory_copy_text("noetl"),
	};
	text_clear(&run->fake.database.calls);
}

void
fake_run_free(struct fake_run *run)
{
	schema_session_close(&run->fake.application, &run->connection);
	script_free(&run->script);
	fake_application_free(&run->fake);
}

void
fake_run_set_statements(struct fake_run *run, const enum statement_class *classes, size_t count)
{
	free(run->script.statements);
	run->script.statements = memory_allocate(count, sizeof *run->script.statements);
	run->script.statement_count = count;
	for (size_t index = 0; index < count; index++)
		run->script.statements[index] =
			(struct statement){.class = classes[index], .length_bytes = 8, .line = 1};
}

const char *
fake_run_calls(const struct fake_run *run)
{
	return text_bytes(&run->fake.database.calls);
}

bool
fake_run_called(const struct fake_run *run, const char *calls)
{
	return strstr(fake_run_calls(run), calls) != NULL;
}
