#ifndef FAKE_CATALOG_H
#define FAKE_CATALOG_H

/*
 * A catalog, a ledger and scripts without a server; notes calls where a
 * fake_database does.
 *
 * looks        answers in turn; the last one is repeated
 * definitions  answers in turn, as "kind identity hash, ..."; the last one is repeated
 * promised     what the ledger promises, in the same form
 */

#include "domain/observed_state.h"
#include "fake_database.h"
#include "port/reset.h"
#include "port/shadow.h"

enum
{
	FAKE_ANSWER_COUNT = 8
};

struct fake_catalog
{
	struct catalog_operations catalog;
	struct ledger_operations ledger;
	struct script_operations script;
	struct reset_operations reset;
	struct shadow_operations shadow;
	struct observed_state observations[FAKE_ANSWER_COUNT];
	int observation_count;
	int looked_count;
	const char *definitions[FAKE_ANSWER_COUNT];
	int definitions_count;
	int definitions_read_count;
	const char *expected;
	const char *expected_elsewhere; /* NULL: nothing */
	const char *existing_name;      /* of the one table; NULL: none */
	const char *fingerprint;
	int64_t journal_done_count;
	size_t invalid_index_count; /* dropped when asked to */
	/* Failures of the first script runs and of the first commits, in turn; FAILURE_NONE passes. */
	struct failure script_failures[FAKE_ANSWER_COUNT];
	int script_failure_count;
	int script_run_count;
	struct failure rename_failure;
	struct failure empty_failure;
	const char *dependent; /* outside of a schema that is emptied; NULL: none */
	/* What the last record said. */
	char recorded_outcome[32];
	char recorded_run[37];
	long recorded_expectation_count; /* -1: none was given */
	/* What the last journal row said. */
	char journal_checksum[65];
	char journal_statement[128];
};

/* Takes a place in the fake database's tables; sessions there give the fake back. Must not move. */
void fake_catalog_init(struct fake_catalog *fake, struct fake_database *database);

/* Of "kind identity hash, ..."; the caller frees it. */
struct definitions fake_definition_list(const char *words);

#endif
