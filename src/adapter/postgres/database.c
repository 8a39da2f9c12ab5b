#include "adapter/postgres/database.h"

#include "adapter/postgres/session_operations.h"

static const struct database database = {
	.session = &postgres_session_operations,
	.script = &postgres_script_operations,
	.lock = &postgres_lock_operations,
};

const struct database *
postgres_database(void)
{
	return &database;
}
