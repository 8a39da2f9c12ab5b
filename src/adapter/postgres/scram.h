#ifndef ADAPTER_POSTGRES_SCRAM_H
#define ADAPTER_POSTGRES_SCRAM_H

/*
 * What the server keeps of a password: "SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey"
 * (PostgreSQL manual, pg_authid.rolpassword; RFC 5802, section 3).
 */

#include <stdbool.h>

/*
 * Whether the password is the one that the verifier was made from.
 *
 * matches  written on success
 * False if the verifier cannot be read or the computation fails: then nobody knows.
 */
bool scram_verifier_matches(const char *verifier, const char *password, bool *matches);

#endif
