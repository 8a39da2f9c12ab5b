#include "adapter/postgres/database.h"

#include "adapter/postgres/access/inspection.h"
#include "adapter/postgres/access/provisioning.h"
#include "adapter/postgres/catalog/catalog.h"
#include "adapter/postgres/catalog/catalog_shadow.h"
#include "adapter/postgres/convergence.h"
#include "adapter/postgres/destruction.h"
#include "adapter/postgres/diagram.h"
#include "adapter/postgres/export.h"
#include "adapter/postgres/ledger/ledger.h"
#include "adapter/postgres/lock.h"
#include "adapter/postgres/partition.h"
#include "adapter/postgres/reset.h"
#include "adapter/postgres/script/script.h"
#include "adapter/postgres/wire/session_operations.h"

static const struct database database = {
	.session = &postgres_session_operations,
	.script = &postgres_script_operations,
	.lock = &postgres_lock_operations,
	.catalog = &postgres_catalog_operations,
	.ledger = &postgres_ledger_operations,
	.provisioning = &postgres_provisioning_operations,
	.partition = &postgres_partition_operations,
	.inspection = &postgres_inspection_operations,
	.reset = &postgres_reset_operations,
	.destruction = &postgres_destruction_operations,
	.export = &postgres_export_operations,
	.shadow = &postgres_shadow_operations,
	.convergence = &postgres_convergence_operations,
	.diagram = &postgres_diagram_operations,
};

const struct database *
postgres_database(void)
{
	return &database;
}
