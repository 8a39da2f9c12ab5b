#ifndef ADAPTER_PROCESS_MEMBER_CHANNEL_H
#define ADAPTER_PROCESS_MEMBER_CHANNEL_H

/*
 * How the process of one member of a fleet reports its end to the process that started it: one
 * struct fleet_member_end through a pipe, at the very end.
 *
 * The environment variable NOETL_TARGET_CHANNEL announces the pipe. Only member_runner.h has reason
 * to set it: to the number of the process that listens.
 */

#include "port/cluster.h"

enum
{
	MEMBER_CHANNEL_DESCRIPTOR = 3
};

#define MEMBER_CHANNEL_VARIABLE "NOETL_TARGET_CHANNEL"
/* When the run that started this process began, in milliseconds of the monotonic clock. */
#define MEMBER_SINCE_VARIABLE "NOETL_TARGET_SINCE"

struct member_channel;

/* Whether this process works on one member for another process. */
bool member_channel_is_given(void);

/*
 * When the whole run began: now_ms, or for a member when the process that started it began, because
 * all members share the time that the run may wait.
 */
int64_t member_channel_run_started_ms(int64_t now_ms);

/*
 * NULL without a listener. Otherwise this process also gets SIGTERM when the process that started
 * it is gone, or was gone before.
 */
struct member_channel *member_channel_open(void);
void member_channel_close(struct member_channel *channel); /* NULL is fine */

/* Lives as long as the channel. */
const struct cluster *member_channel_cluster(const struct member_channel *channel);

#endif
