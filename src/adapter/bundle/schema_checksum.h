#ifndef ADAPTER_BUNDLE_SCHEMA_CHECKSUM_H
#define ADAPTER_BUNDLE_SCHEMA_CHECKSUM_H

/*
 * Fills schema->checksum: SHA-256 over the SHA-256 of each script in order, the promised facts and
 * the extensions. It leaves out the names of scripts, because a renamed file changes nothing in a
 * database, and partition rules, because every run checks whether a partition is due.
 *
 * script_sums  hexadecimal, one for each script; NULL: computed from the texts
 */

#include "domain/managed_schema.h"

void schema_checksum(struct managed_schema *schema, const char *const *script_sums);

#endif
