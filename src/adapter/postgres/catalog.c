#include "adapter/postgres/catalog.h"

#include "adapter/postgres/catalog_definitions.h"
#include "adapter/postgres/catalog_look.h"
#include "adapter/postgres/catalog_schema.h"

const struct catalog_operations postgres_catalog_operations = {
	.look = catalog_look,
	.definitions = catalog_definitions,
	.definition_text = catalog_definition_text,
	.fingerprint = catalog_fingerprint,
	.create_schema = catalog_create_schema,
	.rename_schema_away = catalog_rename_schema_away,
	.drop_invalid_indexes = catalog_drop_invalid_indexes,
};
