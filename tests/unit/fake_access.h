#ifndef FAKE_ACCESS_H
#define FAKE_ACCESS_H

/*
 * Roles, databases and privileges without a server.
 *
 * What differs is in .rows; mending a row takes its difference away, unless the
 * row is .stubborn. Calls are noted in the fake database's .calls: "compare",
 * "mend:<statement>", "set_password:<role>", "make_run_role:<owner>".
 */

#include "fake_database.h"
#include "port/inspection.h"
#include "port/provisioning.h"

enum
{
	FAKE_ACCESS_ROW_COUNT = 16,
	FAKE_FAILS_ALWAYS = 1000
};

struct fake_access_row
{
	enum access_subject subject;
	struct access_difference difference; /* texts of the test */
	bool is_fixed;
	bool is_stubborn;       /* mending it changes nothing */
	struct failure failure; /* kind other than FAILURE_NONE: mending fails, and it is mended */
	const char *refusal;    /* of an attempt */
};

struct fake_access
{
	struct fake_database *database;
	struct inspection_operations inspection;
	struct provisioning_operations provisioning;
	struct fake_access_row rows[FAKE_ACCESS_ROW_COUNT];
	size_t row_count;
	enum password_status password_status;
	char last_password[64];
	bool last_drops_leftovers; /* of the last comparison of a database */
	char run_role[64];         /* the last that was made for a run */
	char run_role_password[128];
	struct failure run_role_failure; /* kind other than FAILURE_NONE: making it fails */
	int run_role_failure_count;      /* so many times */
	struct failure drop_failure;
	int drop_failure_count;       /* so many times dropping one fails */
	bool run_role_keeps_login;    /* when dropping fails */
	const char *expired_run_role; /* NULL: none */
	struct column_status columns[FAKE_ACCESS_ROW_COUNT];
	struct entrance entrances[FAKE_ACCESS_ROW_COUNT]; /* answered in turn, the last for ever */
	int entrance_count;
	int entrance_asked_count;
	const char *open_database; /* NULL: none */
};

/* Puts itself into the fake database. There is one at a time; it must not move. */
void fake_access_init(struct fake_access *fake, struct fake_database *database);

/* Adds a difference and gives its row. */
struct fake_access_row *fake_access_add(struct fake_access *fake, enum access_subject subject,
                                        struct access_difference difference);

#endif
