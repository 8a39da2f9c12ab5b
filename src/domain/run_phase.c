#include "domain/run_phase.h"

#include <stddef.h>

struct run_phase_row
{
	const char *name;
	bool is_done;
	bool is_trouble;
};

static const struct run_phase_row rows[RUN_PHASE_COUNT] = {
	[PHASE_NONE] = {.name = NULL},
	[PHASE_LOOKING] = {.name = "Looking"},
	[PHASE_WAITING] = {.name = "Waiting"},
	[PHASE_PROVISIONING] = {.name = "Provisioning"},
	[PHASE_APPLYING] = {.name = "Applying"},
	[PHASE_APPLIED] = {.name = "Applied", .is_done = true},
	[PHASE_UNCHANGED] = {.name = "Unchanged", .is_done = true},
	[PHASE_SUPERSEDED] = {.name = "Superseded", .is_done = true},
	[PHASE_FAILED] = {.name = "Failed", .is_trouble = true},
};

const char *
run_phase_name(enum run_phase phase)
{
	return rows[phase].name;
}

bool
run_phase_is_done(enum run_phase phase)
{
	return rows[phase].is_done;
}

bool
run_phase_is_trouble(enum run_phase phase)
{
	return rows[phase].is_trouble;
}
