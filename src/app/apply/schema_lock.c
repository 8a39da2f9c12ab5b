#include "app/apply/schema_lock.h"

#include "app/apply/transaction.h"
#include "app/run_mandate.h"
#include "app/wait/lock.h"
#include "base/cleanup.h"
#include "base/crash_point.h"
#include "base/memory.h"

/* No schema has an empty name. */
#define ALL_SCHEMAS ""

static int64_t
key_of(const struct schema_run *run)
{
	return run->application->database->lock->key(run->schema->database, run->schema->name);
}

/*
 * One of all schemas of the database: a run that manages all of them has it alone, all others share
 * it. Then those of the schemas that are managed besides its own.
 */
static void
set_beside(const struct schema_run *run)
{
	const struct lock_operations *lock = run->application->database->lock;
	const struct managed_schema *schema = run->schema;
	cleanup_memory struct lock_beside *items =
		memory_allocate(schema->managed_count + 1, sizeof *items);

	items[0] = (struct lock_beside){.key = lock->key(schema->database, ALL_SCHEMAS),
	                                .is_shared = schema->managed_scope != MANAGED_DATABASE};
	for (size_t index = 0; index < schema->managed_count; index++)
		items[index + 1] =
			(struct lock_beside){.key = lock->key(schema->database, schema->managed[index])};
	lock->set_beside(run->connection->session, items, schema->managed_count + 1);
}

bool
schema_lock_take(struct schema_run *run, struct failure *failure)
{
	struct schema_session *connection = run->connection;
	const struct lock_login login = {.session = connection->session};
	const struct lock_request request = {
		.key = key_of(run),
		.what = run->schema->source,
		.in_transaction = run->observed.is_behind_pooler,
	};

	if (connection->holds_lock)
		return true;
	set_beside(run);
	if (!run_mandate_holds(run->application, failure) ||
	    !lock_acquire(run->application, &login, &request, NULL, failure))
		return false;
	connection->holds_lock = !request.in_transaction;
	connection->is_in_transaction = request.in_transaction;
	crash_point("locked");
	return true;
}

void
schema_lock_release(struct schema_run *run)
{
	const struct database *database = run->application->database;
	struct schema_session *connection = run->connection;
	struct failure ignored = {0};

	transaction_undo(run, &ignored);
	if (connection->holds_lock)
		(void)database->lock->release(connection->session, key_of(run), &ignored);
	connection->holds_lock = false;
	crash_point("lock_released");
}
