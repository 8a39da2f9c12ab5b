#ifndef ADAPTER_POSTGRES_WIRE_RESOLVE_H
#define ADAPTER_POSTGRES_WIRE_RESOLVE_H

/*
 * Names to addresses, so that libpq never has to look one up: it would block, deaf
 * to a stop signal, for as long as the resolver likes (5 s a try by default).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"

/* Where to try to connect, in this order. */
struct candidate
{
	char *host;    /* the name, for the server's certificate and the password file */
	char *address; /* numeric; NULL for a socket directory */
	char *port;
};

struct candidate_list
{
	struct candidate *items;
	size_t count;
};

void candidate_list_free(struct candidate_list *candidates);
#define cleanup_candidate_list __attribute__((cleanup(candidate_list_free)))

/*
 * Turns libpq's lists of hosts and ports ("a,b" and "5432" or "5432,5433") into candidates,
 * every address of a name as one. A name that does not resolve is passed over unless it is the last hope.
 *
 * limit_ms  for each name
 * Failures: FAILURE_UNREACHABLE (no name resolves), FAILURE_SETTINGS (numbers of hosts and
 * ports differ), FAILURE_INTERRUPTED.
 */
bool resolve_candidates(const char *hosts, const char *ports, int64_t limit_ms,
                        struct candidate_list *candidates, struct failure *failure);

#endif
