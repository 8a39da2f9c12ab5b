#include "base/write_all.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/stop_signal.h"
#include "base/wait.h"

/* False if there was no room before the grace after a stop signal was over. */
static bool
has_room(int descriptor, int64_t grace_ms)
{
	if (!stop_signal_was_received() &&
	    wait_for_descriptor(descriptor, POLLOUT, WAIT_FOREVER, true) == WAIT_READY)
		return true;
	return wait_for_descriptor(descriptor, POLLOUT, wait_now_ms() + grace_ms, false) == WAIT_READY;
}

/* What can be written to a ready descriptor without waiting for its reader. */
static size_t
greatest_piece(int descriptor)
{
	struct stat status;

	return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) ? SSIZE_MAX : PIPE_BUF;
}

/*
 * A pipe that is ready takes PIPE_BUF bytes without waiting (poll(2), pipe(7)). Where another
 * process takes that room first, write() waits, until the signal itself ends it.
 */
enum write_outcome
write_all(int descriptor, const char *bytes, size_t length_bytes, int64_t grace_ms)
{
	size_t piece_bytes = greatest_piece(descriptor);
	size_t written_bytes = 0;

	while (written_bytes < length_bytes)
	{
		size_t left_bytes = length_bytes - written_bytes;

		if (!has_room(descriptor, grace_ms))
			return WRITE_STOPPED;

		ssize_t count = write(descriptor, bytes + written_bytes,
		                      left_bytes < piece_bytes ? left_bytes : piece_bytes);

		if (count < 0 && errno != EINTR && errno != EAGAIN)
			return WRITE_FAILED;
		written_bytes += count > 0 ? (size_t)count : 0;
	}
	return WRITE_DONE;
}
