#include "app/converge/shadow.h"

#include "app/apply/script_sequence.h"
#include "app/apply/transaction.h"
#include "base/cleanup.h"
#include "base/log.h"

static bool
build_shadow(struct schema_run *run, struct definitions *desired, struct failure *failure)
{
	const struct catalog_operations *catalog = run->application->database->catalog;
	struct session *session = run->connection->session;
	const char *schema = run->schema->name;
	cleanup_memory char *renamed = NULL;

	return catalog->rename_schema_away(session, schema, &renamed, failure) &&
	       catalog->create_schema(session, schema, failure) &&
	       script_sequence_run_to_fixed_point(run, desired, failure);
}

/*
 * Lost connections, deadlocks and stops end the try; lock timeouts too, as the
 * change itself would meet them again. What the server refuses is another
 * matter: the DDL may run well enough where the schema is (an extension whose
 * functions it calls lives in the renamed schema), or rename is a right that the
 * owner lacks.
 */
static bool
is_refusal(const struct failure *failure)
{
	return (failure->kind == FAILURE_DDL || failure->kind == FAILURE_DENIED) &&
	       transaction_may_go_back(failure);
}

bool
shadow_read_desired(struct schema_run *run, struct definitions *desired, bool *is_known,
                    struct failure *failure)
{
	cleanup_definitions struct definitions found = {0};
	struct failure refusal = {0};
	int64_t statement_count = run->result.statement_count;

	if (!transaction_save(run, failure))
		return false;

	bool is_built = build_shadow(run, &found, &refusal);

	run->result.statement_count = statement_count;
	if (!is_built && !is_refusal(&refusal))
	{
		*failure = refusal;
		return false;
	}
	if (!transaction_go_back(run, failure))
		return false;
	if (!is_built)
		log_info("%s: the schema cannot be built beside the live one (%s), so the result is held "
		         "against the ledger only",
		         run->schema->source, refusal.message);
	*is_known = is_built;
	*desired = found;
	found = (struct definitions){0};
	return true;
}
