#ifndef DOMAIN_DECISION_H
#define DOMAIN_DECISION_H

/*
 * What one look at ledger and catalog means for a run.
 *
 * look      what the first query of a session brought back (port/catalog.h)
 * decision  what follows from it; pure, so that every case is a unit test
 */

#include <stdbool.h>
#include <stdint.h>

#include "domain/managed_schema.h"

struct observed_state
{
	/* the session */
	int server_version_num; /* 150018 */
	bool is_in_recovery;
	bool is_read_only;     /* default_transaction_read_only */
	bool is_behind_pooler; /* PQbackendPID() and pg_backend_pid() differ */
	bool is_superuser;
	bool is_open_to_public; /* the database: PUBLIC has CONNECT */
	/* the schema */
	bool schema_exists;
	bool schema_is_empty;
	bool partition_is_due;
	/* the ledger's last word on (database, schema, source) */
	bool ledger_exists;
	bool is_recorded;
	int64_t recorded_version;
	char recorded_checksum[65];
	char recorded_fingerprint[65];
	char recorded_run[37]; /* UUID */
	/* Promised on another major of the server, or in another form: it has to be found out anew. */
	bool record_is_incomparable;
	bool is_recorded_by_newer_program; /* in a form that this one does not know */
	/* the live catalog; 32 hex digits or more, empty if the schema is absent */
	char fingerprint[65];
};

enum decision
{
	DECISION_NOTHING_TO_DO,
	DECISION_SUPERSEDED, /* a newer bundle version is recorded */
	DECISION_PARTITIONS, /* only a partition is due */
	DECISION_CREATE,     /* no schema, or an empty one */
	DECISION_CHANGE      /* everything else */
};

enum decision decide(const struct managed_schema *schema, const struct observed_state *observed,
                     bool force);

const char *decision_name(enum decision decision);

#endif
