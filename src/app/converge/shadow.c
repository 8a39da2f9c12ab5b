#include "app/converge/shadow.h"

#include <stdlib.h>

#include "app/apply/script_sequence.h"
#include "app/apply/transaction.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/script_inside.h"

/* The schema with scripts that a transaction can run to their end. */
struct inside_schema
{
	struct managed_schema schema;
	struct script *copies; /* NULL where the schema's own will do */
};

static void
inside_schema_free(struct inside_schema *inside)
{
	for (size_t index = 0; inside->copies != NULL && index < inside->schema.script_count; index++)
		script_free(&inside->copies[index]);
	free(inside->copies);
}

static struct inside_schema
make_inside_schema(const struct managed_schema *schema)
{
	struct inside_schema inside = {.schema = *schema};

	if (!script_sequence_has_outside(schema))
		return inside;
	inside.copies = memory_allocate(schema->script_count, sizeof *inside.copies);
	for (size_t index = 0; index < schema->script_count; index++)
		inside.copies[index] = script_inside(&schema->scripts[index]);
	inside.schema.scripts = inside.copies;
	return inside;
}

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
shadow_read_desired(struct schema_run *run, struct definitions *desired, struct failure *refusal,
                    struct failure *failure)
{
	cleanup_(inside_schema_free) struct inside_schema inside = make_inside_schema(run->schema);
	cleanup_definitions struct definitions found = {0};
	/* Only the connection is shared: what the shadow counts is not what the run did. */
	struct schema_run shadow_run = *run;

	shadow_run.schema = &inside.schema;
	failure_clear(refusal);
	if (!transaction_save(run, failure))
		return false;
	if (!build_shadow(&shadow_run, &found, refusal) && !is_refusal(refusal))
	{
		*failure = *refusal;
		return false;
	}
	if (!transaction_go_back(run, failure))
		return false;
	*desired = found;
	found = (struct definitions){0};
	return true;
}
