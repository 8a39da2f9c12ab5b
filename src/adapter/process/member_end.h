#ifndef ADAPTER_PROCESS_MEMBER_END_H
#define ADAPTER_PROCESS_MEMBER_END_H

/* How the process for one target of many has ended, reported by itself or not. */

#include <stdbool.h>

#include "base/write_all.h"
#include "domain/fleet.h"

/* False if it ended without a report. */
bool member_end_read(int channel, struct fleet_member_end *end);

/* For one that was killed, or failed before it could report; status is that of waitpid(2). */
void member_end_guess(int status, struct fleet_member_end *end);

/*
 * For one whose output could not be passed on, for the reason in errno or by a stop signal: as for
 * a single command, output that was not read was not delivered.
 */
void member_end_is_unread(struct fleet_member_end *end, enum write_outcome outcome);

#endif
