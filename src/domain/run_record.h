#ifndef DOMAIN_RUN_RECORD_H
#define DOMAIN_RUN_RECORD_H

/*
 * One line of the ledger: what a run did to one schema. A run_entry is what this program
 * writes, a run_record what it reads. Times are Unix milliseconds.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/run_outcome.h"

/* Where a run came from; NULL: not known. All texts are borrowed. */
struct run_origin
{
	const char *pod;
	const char *image; /* with its digest behind '@', if that is known */
	const char *revision;
};

/* All texts are borrowed. */
struct run_entry
{
	char run[37]; /* UUID made by the client, so that a lost COMMIT can be looked up */
	const char *source;
	const char *schema;
	enum run_outcome outcome;
	int64_t version;
	char checksum[65];
	char options[33]; /* of struct managed_schema */
	char fingerprint[65];
	const char *tool_version;
	const char *session_role;
	int64_t statement_count;
	int64_t started_ms;
	int64_t finished_ms;
	const char *note; /* NULL or a sentence */
	struct run_origin origin;
};

/* All texts are owned: run_record_list_free(). */
struct run_record
{
	char run[37]; /* UUID */
	char *source;
	char *schema;
	char *outcome; /* as recorded: a newer program may use words that this one lacks */
	int64_t version;
	char checksum[65];
	char options[33]; /* empty: none */
	char fingerprint[65];
	char *tool_version;
	char *session_role;
	int64_t statement_count;
	int64_t started_ms;
	int64_t finished_ms;
	char *note; /* NULL or a sentence */
};

struct run_record_list
{
	struct run_record *items; /* newest first */
	size_t count;
};

/* One step of a script that cannot run in one transaction. All texts are borrowed. */
struct journal_entry
{
	const char *run;
	const char *schema;
	const char *source;
	const char *checksum;
	int64_t step;          /* from 0 */
	const char *statement; /* its first line, for people */
	bool is_done;
};

/*
 * Fills run, checksum and fingerprint from the texts of a ledger, which may be anything: a text
 * that is too long is cut, NULL is empty.
 */
void run_record_identify(struct run_record *record, const char *run, const char *checksum,
                         const char *fingerprint);

/* The same for the options. */
void run_record_take_options(struct run_record *record, const char *options);

void run_record_list_free(struct run_record_list *list);
#define cleanup_run_record_list __attribute__((cleanup(run_record_list_free)))

#endif
