#ifndef FAKE_SCHEMA_H
#define FAKE_SCHEMA_H

#include "domain/managed_schema.h"

/*
 * Schema "noetl" of bundle "noetl", version 3 with checksum "c3", in database "noetl", owned by
 * role "noetl". It has no scripts; its texts are static, so it is not to be freed.
 */
struct managed_schema fake_schema(void);

#endif
