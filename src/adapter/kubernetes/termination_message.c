#include "adapter/kubernetes/termination_message.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "domain/sentence.h"

bool
termination_message_write(struct text *message, struct failure *failure)
{
	const char *given = getenv("TERMINATION_LOG_PATH");
	bool is_given = given != NULL && given[0] != '\0';
	const char *path = is_given ? given : "/dev/termination-log";
	/* Only kubelet creates this file: on a laptop it would have no reader. */
	cleanup_descriptor int descriptor =
		open(path, O_WRONLY | O_TRUNC | O_NONBLOCK | O_CLOEXEC | (is_given ? O_CREAT : 0), 0644);

	if (descriptor < 0)
		return !is_given ||
		       fail(failure, FAILURE_SETTINGS, "cannot write the termination message to %s: %s",
		            path, strerror(errno));
	sentence_fit(message, TERMINATION_MESSAGE_LIMIT_BYTES);
	if (write(descriptor, text_bytes(message), message->length_bytes) !=
	    (ssize_t)message->length_bytes)
		return fail(failure, FAILURE_SETTINGS, "cannot write the termination message to %s: %s",
		            path, strerror(errno));
	return true;
}
