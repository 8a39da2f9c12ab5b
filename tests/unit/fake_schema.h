#ifndef FAKE_SCHEMA_H
#define FAKE_SCHEMA_H

/*
 * The managed schema of most tests: "noetl" of bundle:noetl in database "noetl", owned by "noetl",
 * its ledger in "noetl_ledger", version 3 with checksum "c3". It has no scripts, required columns,
 * extensions or partitions: a test adds what it is about.
 *
 * The texts are literals, which managed_schema_list_free() must not see.
 */

#include "domain/managed_schema.h"

struct managed_schema fake_schema(void);

/* The same with names of its own; the texts are borrowed. The source is that of bundle:noetl. */
struct managed_schema fake_schema_of(const char *database, const char *name, const char *owner);

#endif
