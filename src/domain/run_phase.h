#ifndef DOMAIN_RUN_PHASE_H
#define DOMAIN_RUN_PHASE_H

/* The phase of a run, as Events, the status document and the run of many targets report it. */

#include <stdbool.h>

enum run_phase
{
	PHASE_NONE, /* no phase yet */
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

/* True for the last phase of a run that succeeded. */
bool run_phase_is_done(enum run_phase phase);

/* True if the phase's Event is a warning, because the run does not proceed as it should. */
bool run_phase_is_trouble(enum run_phase phase);

#endif
