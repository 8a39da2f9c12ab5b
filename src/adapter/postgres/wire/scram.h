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
	 * The server chooses how many, and libpq computes them in one call, deaf to a stop signal: so
	 * many take it 0.4 s on a machine of 2020. As many as OWASP advises; PostgreSQL makes 4096.
	 */
	SCRAM_ITERATIONS_LIMIT = 600000
};

/*
 * Whether the password is the one that the verifier was made from.
 *
 * matches  written on success
 * False if the verifier cannot be read, asks for too many iterations or the computation fails,
 * also for a stop signal: then nobody knows.
 */
bool scram_verifier_matches(const char *verifier, const char *password, bool *matches);

#endif
