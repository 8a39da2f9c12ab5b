#include "adapter/postgres/catalog/catalog.h"

#include "adapter/postgres/catalog/catalog_definitions.h"
#include "adapter/postgres/catalog/catalog_existing.h"
#include "adapter/postgres/catalog/catalog_made.h"
#include "adapter/postgres/catalog/catalog_observe.h"
#include "adapter/postgres/catalog/catalog_schema.h"

const struct catalog_operations postgres_catalog_operations = {
	.observe = catalog_observe,
	.definitions = catalog_definitions,
	.definition_text = catalog_definition_text,
	.fingerprint = catalog_fingerprint,
	.claim_managed = catalog_claim_managed,
	.keep_made = catalog_keep_made,
	.drop_promised = catalog_drop_promised,
	.existing_names = catalog_existing_names,
	.create_schema = catalog_create_schema,
	.drop_invalid_indexes = catalog_drop_invalid_indexes,
};
