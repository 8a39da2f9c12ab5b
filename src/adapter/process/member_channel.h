#ifndef ADAPTER_PROCESS_MEMBER_CHANNEL_H
#define ADAPTER_PROCESS_MEMBER_CHANNEL_H

/*
 * How a process that works on one member of a fleet tells the process that began it
 * what became of it: one struct fleet_member_end through a pipe, at the very end.
 *
 * That there is such a pipe is known by the environment variable NOETL_TARGET_CHANNEL, which
 * nobody but member_runner.h has reason to set: to the number of the process that listens.
 */

#include "port/cluster.h"

enum
{
	MEMBER_CHANNEL_DESCRIPTOR = 3
};

#define MEMBER_CHANNEL_VARIABLE "NOETL_TARGET_CHANNEL"

struct member_channel;

/* Whether this process works on one member for another process. */
bool member_channel_is_given(void);

/*
 * NULL where nobody listens. Otherwise SIGTERM comes, too, when the process that
 * began this one is gone, or was gone before.
 */
struct member_channel *member_channel_open(void);
void member_channel_close(struct member_channel *channel); /* NULL is fine */

/* Lives as long as the channel. */
const struct cluster *member_channel_cluster(const struct member_channel *channel);

#endif
