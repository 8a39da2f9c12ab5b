#ifndef DOMAIN_OBSERVED_STATE_H
#define DOMAIN_OBSERVED_STATE_H

/*
 * The answer of a session's first query about a schema: session, catalog, ledger
 * (port/database.h, observe). schema_state.h interprets it, decision.h decides by it.
 */

#include <stdbool.h>
#include <stdint.h>

struct observed_state
{
	/* the session */
	int server_version_num; /* 150018 */
	bool is_in_recovery;
	bool is_read_only;     /* default_transaction_read_only */
	bool is_behind_pooler; /* PQbackendPID() and pg_backend_pid() differ */
	bool is_superuser;
	bool is_open_to_public;      /* the database: PUBLIC has CONNECT */
	bool may_not_create_schemas; /* in the database, and so no ledger's either */
	/* the schema */
	bool schema_exists;
	bool schema_is_empty;
	/*
	 * Where NOETL_MANAGED_SCHEMAS names schemas: there is something in one of the others, or, if it
	 * is to be pruned, there is another at all.
	 */
	bool others_have_objects;
	bool partition_is_due;
	/* the last row of the ledger for (database, schema, source) */
	bool ledger_exists;
	bool is_recorded;
	int64_t recorded_version;
	char recorded_checksum[65];
	char recorded_fingerprint[65];
	char recorded_run[37];     /* UUID */
	char recorded_options[33]; /* empty: the settings said nothing */
	/*
	 * The record is one of files without a name, as earlier programs wrote it; the first run under a
	 * name takes it over.
	 */
	bool record_is_nameless;
	/* Recorded on another major of the server, or in another form, so it has to be proved again. */
	bool record_is_incomparable;
	/* In a form unknown to this program, so record_is_incomparable is set too. */
	bool is_recorded_by_newer_program;
	bool has_beyond; /* the recorded promise names schemas beyond this one, or what is in none */
	/* the live catalog; 32 hex digits or more, empty only if the schema is absent */
	char fingerprint[65];
};

#endif
