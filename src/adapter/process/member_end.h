#ifndef ADAPTER_PROCESS_MEMBER_END_H
#define ADAPTER_PROCESS_MEMBER_END_H

/* How a process for one target of many has ended, told by itself or not. */

#include <stdbool.h>

#include "base/write_all.h"
#include "domain/fleet.h"

/* False if it ended without a word. */
bool member_end_read(int channel, struct fleet_member_end *end);

/* For one that was killed, or failed before it could tell; status is that of waitpid(2). */
void member_end_guess(int status, struct fleet_member_end *end);

/*
 * For one whose output could not be passed on, for the reason in errno or by a stop signal: as
 * for a command that is alone, what was not read was not told.
 */
void member_end_is_unread(struct fleet_member_end *end, enum write_outcome outcome);

#endif
