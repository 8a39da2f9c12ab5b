#ifndef ADAPTER_POSTGRES_WIRE_SCRAM_H
#define ADAPTER_POSTGRES_WIRE_SCRAM_H

/*
 * What the server keeps of a password: "SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey"
 * (PostgreSQL manual, pg_authid.rolpassword; RFC 5802, section 3).
 */

#include <stdbool.h>

enum
{
	/*
	 * The server chooses the number, and libpq computes them in one call that no stop signal ends:
	 * this many take 0.4 s on a machine of 2020. OWASP advises this number; PostgreSQL uses 4096.
	 */
	SCRAM_ITERATIONS_LIMIT = 600000
};

/*
 * Whether the password is the one that the verifier was made from.
 *
 * matches  written on success
 * False if the verifier cannot be read, asks for too many iterations or the computation fails, also
 * because of a stop signal: then the answer is unknown.
 */
bool scram_verifier_matches(const char *verifier, const char *password, bool *matches);

#endif
