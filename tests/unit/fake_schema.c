#include "fake_schema.h"

struct managed_schema
fake_schema_of(const char *database, const char *name, const char *owner)
{
	/* The fields are not const because schemas of a bundle are freed; nothing writes to them. */
	return (struct managed_schema){
		.bundle = (char *)"noetl",
		.part = (char *)"noetl",
		.source = (char *)"bundle:noetl",
		.database = (char *)database,
		.name = (char *)name,
		.owner = (char *)owner,
		.ledger_schema = (char *)"noetl_ledger",
		.version = 3,
		.checksum = "c3",
	};
}

struct managed_schema
fake_schema(void)
{
	return fake_schema_of("noetl", "noetl", "noetl");
}
