#include "app/apply/transaction.h"

#include "app/run_mandate.h"
#include "app/session_transaction.h"

static const struct session_operations *
operations_of(const struct schema_run *run)
{
	return run->application->database->session;
}

bool
transaction_begin(struct schema_run *run, struct failure *failure)
{
	struct schema_session *connection = run->connection;

	if (!connection->is_in_transaction)
		connection->is_in_transaction =
			session_transaction_begin(run->application, connection->session, failure);
	return connection->is_in_transaction;
}

bool
transaction_commit(struct schema_run *run, struct failure *failure)
{
	if (!run_mandate_holds(run->application, failure))
		return false;
	run->connection->is_in_transaction = false;
	return operations_of(run)->commit(run->connection->session, failure);
}

bool
transaction_end(struct schema_run *run, struct failure *failure)
{
	bool is_open = run->connection->is_in_transaction;

	run->connection->is_in_transaction = false;
	return !is_open || operations_of(run)->rollback(run->connection->session, failure);
}

void
transaction_undo(struct schema_run *run, const struct failure *failure)
{
	if (run->connection->is_in_transaction)
		(void)session_transaction_undo(run->application, run->connection->session, failure);
	run->connection->is_in_transaction = false;
}

bool
transaction_save(struct schema_run *run, struct failure *failure)
{
	return operations_of(run)->savepoint(run->connection->session, failure);
}

bool
transaction_go_back(struct schema_run *run, struct failure *failure)
{
	return operations_of(run)->rollback_to_savepoint(run->connection->session, failure);
}

bool
transaction_keep(struct schema_run *run, struct failure *failure)
{
	return operations_of(run)->release_savepoint(run->connection->session, failure);
}

bool
transaction_clean(struct schema_run *run, struct failure *failure)
{
	return operations_of(run)->clean(run->connection->session, failure);
}

bool
transaction_may_go_back(const struct failure *refusal)
{
	return !refusal->connection_lost && refusal->reason != REASON_TRANSACTION_ENDED;
}

bool
transaction_was_refused(const struct failure *refusal)
{
	return (refusal->kind == FAILURE_DDL || refusal->kind == FAILURE_DENIED) &&
	       transaction_may_go_back(refusal);
}
