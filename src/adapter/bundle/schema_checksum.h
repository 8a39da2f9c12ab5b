#ifndef ADAPTER_BUNDLE_SCHEMA_CHECKSUM_H
#define ADAPTER_BUNDLE_SCHEMA_CHECKSUM_H

/*
 * Fills schema->checksum: SHA-256 over the SHA-256 of each script in order, the
 * promised facts and the extensions. Names of scripts are not in it: a renamed
 * file changes nothing in a database. Neither are partition rules: whether a
 * partition is due is asked in every run.
 *
 * script_sums  hexadecimal, one a script; NULL: computed from the texts
 */

#include "domain/managed_schema.h"

void schema_checksum(struct managed_schema *schema, const char *const *script_sums);

#endif
