#ifndef ADAPTER_KUBERNETES_REPORT_BUDGET_H
#define ADAPTER_KUBERNETES_REPORT_BUDGET_H

/*
 * How long reports to the API may take where a run must not wait for them: five seconds altogether
 * once its schema is done, less than one after a stop signal.
 */

#include <stdint.h>

#include "port/clock.h"

struct report_budget
{
	const struct clock *clock;
	int64_t closing_deadline_ms; /* 0: the schema is not done */
	int64_t stopped_deadline_ms; /* 0: no call was made since the stop */
};

/* A target's run begins: the rest of the previous budget no longer counts. */
void report_budget_begin(struct report_budget *budget);

/* The schema is done, or never will be. A second call changes nothing. */
void report_budget_close(struct report_budget *budget);

/* How much of wanted_ms the next call may take; 0: too little to begin it. */
int64_t report_budget_ms(struct report_budget *budget, int64_t wanted_ms);

#endif
