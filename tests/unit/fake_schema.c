#include "fake_schema.h"

struct managed_schema
fake_schema(void)
{
	static char noetl[] = "noetl";
	static char source[] = "bundle:noetl";
	static char ledger_schema[] = "noetl_ledger";

	return (struct managed_schema){
		.bundle = noetl,
		.part = noetl,
		.source = source,
		.database = noetl,
		.name = noetl,
		.owner = noetl,
		.ledger_schema = ledger_schema,
		.version = 3,
		.checksum = "c3",
	};
}
