#ifndef APP_VERIFY_VERIFY_SCHEMA_REPORT_H
#define APP_VERIFY_VERIFY_SCHEMA_REPORT_H

/* The counts of one schema that verify reports. */

#include <stddef.h>
#include <stdint.h>

#include "domain/managed_schema.h"

struct verify_schema_report
{
	const struct managed_schema *schema; /* borrowed from the report's schemas */
	size_t expected_count;               /* definitions in the ledger */
	size_t broken_count;                 /* of them and of the required columns */
	int64_t recorded_version;            /* 0 if nothing is recorded */
};

#endif
