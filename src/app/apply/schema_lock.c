#include "app/apply/schema_lock.h"

#include "app/apply/transaction.h"
#include "app/run_mandate.h"
#include "app/wait/lock.h"
#include "base/crash_point.h"

static int64_t
key_of(const struct schema_run *run)
{
	return run->application->database->lock->key(run->schema->database, run->schema->name);
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
