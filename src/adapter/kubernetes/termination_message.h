#ifndef ADAPTER_KUBERNETES_TERMINATION_MESSAGE_H
#define ADAPTER_KUBERNETES_TERMINATION_MESSAGE_H

#include <stdbool.h>

#include "base/failure.h"
#include "base/text.h"

enum
{
	/* kubelet cuts a longer message at the front, or in the middle of a character. */
	TERMINATION_MESSAGE_LIMIT_BYTES = 4096
};

/*
 * The last message of a container, which kubelet reads when it ends (Kubernetes documentation,
 * "Determine the Reason for Pod Failure"): at most 4,096 bytes, valid UTF-8, cut at a sentence.
 * Needs no right at all.
 *
 * The file is the one in TERMINATION_LOG_PATH, or /dev/termination-log where kubelet has put one;
 * elsewhere there is nothing to do, which is success.
 */
bool termination_message_write(struct text *message, struct failure *failure);

#endif
