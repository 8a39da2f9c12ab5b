#ifndef DOMAIN_RUN_PHASE_H
#define DOMAIN_RUN_PHASE_H

/*
 * Where a run stands, as Events, the status document and the run of many targets say it.
 */

#include <stdbool.h>

enum run_phase
{
	PHASE_NONE, /* nothing was said yet */
	PHASE_LOOKING,
	PHASE_WAITING,
	PHASE_PROVISIONING,
	PHASE_APPLYING,
	PHASE_APPLIED,
	PHASE_UNCHANGED,
	PHASE_SUPERSEDED,
	PHASE_FAILED,
	RUN_PHASE_COUNT
};

/*
 * The word on the wire: an Event's reason, so CamelCase (Kubernetes API reference, Event v1).
 * NULL for PHASE_NONE. Static text.
 */
const char *run_phase_name(enum run_phase phase);

/* The last phase of a run that ended well. */
bool run_phase_is_done(enum run_phase phase);

/* The run does not go on as it should: its Event is a warning. */
bool run_phase_is_trouble(enum run_phase phase);

#endif
