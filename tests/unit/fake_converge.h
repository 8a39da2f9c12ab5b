#ifndef FAKE_CONVERGE_H
#define FAKE_CONVERGE_H

/*
 * A schema's run against fakes, whose scripts are noted by their text: "[create table s.t]" for
 * what one call has run. Facts, roles that the session cannot become, and losses are those that
 * the test tells.
 */

#include "domain/catalog/change_plan.h"
#include "fake_facts.h"
#include "fake_run.h"
#include "port/destruction.h"

enum
{
	FAKE_REFUSAL_COUNT = 4
};

/* Statements that have this text in them are refused so many times. */
struct fake_refusal
{
	const char *text;
	int count;
	struct failure failure;
};

struct fake_converge
{
	struct fake_run run;
	struct destruction_operations destruction;
	/* Makes the live side at each reading, the first of which is 1; NULL: nothing is there. */
	void (*tell_live)(struct fake_facts *facts, int reading);
	int reading_count;
	const char *stranger; /* that the session cannot become; NULL: it can become all */
	bool stranger_has_ledger;
	struct failure strangers_failure;
	struct text roles; /* that were asked about, with a space behind */
	struct loss loss;  /* that is measured; name NULL: none */
	struct text suspects;
	struct fake_refusal refusals[FAKE_REFUSAL_COUNT];
};

/* Logged in as the owner, with a script of nothing. Must not move afterwards. */
void fake_converge_init(struct fake_converge *fake);
void fake_converge_free(struct fake_converge *fake);

/* Statements end with a semicolon at the end of a line. */
void fake_converge_set_script(struct fake_converge *fake, const char *text);

/* FAILURE_DDL "the server refuses TEXT", so many times. */
void fake_converge_refuse(struct fake_converge *fake, const char *text, int count,
                          enum failure_reason reason);

#endif
