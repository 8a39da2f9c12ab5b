#include "base/bounded_file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/stop_signal.h"
#include "base/wait.h"

enum
{
	READ_BYTES = 16384,
	BYTES_A_KB = 1024,
	MS_A_SECOND = 1000
};

static int64_t
wait_ms_of(const struct file_bounds *bounds)
{
	return bounds->wait_ms > FILE_LEAST_WAIT_MS ? bounds->wait_ms : FILE_LEAST_WAIT_MS;
}

static bool
is_nothing_yet(void)
{
	return errno == EINTR || errno == EAGAIN;
}

static bool
is_regular(int descriptor)
{
	struct stat status;

	return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

/*
 * Waits before each read, the first included: a pipe that no process has opened for writing yet
 * reads as if it had ended. A regular file is nearly always ready (files of procfs may not be), but
 * stop signal and time are checked anyway, since it may grow faster than it is read. A signal that
 * came earlier does not end the reading of the token that the last report needs.
 */
static enum file_outcome
read_all(int descriptor, const struct file_bounds *bounds, char *buffer, struct text *collected)
{
	int64_t deadline_ms = wait_now_ms() + wait_ms_of(bounds);
	bool heeds_stop = !stop_signal_was_received() || !is_regular(descriptor);

	for (;;)
	{
		enum wait_outcome waited = wait_for_descriptor(descriptor, POLLIN, deadline_ms, heeds_stop);

		if (waited == WAIT_STOPPED)
			return FILE_STOPPED;
		if (waited == WAIT_TIMED_OUT || wait_now_ms() > deadline_ms)
			return FILE_UNFINISHED;

		ssize_t count = read(descriptor, buffer, READ_BYTES);

		if (count < 0 && is_nothing_yet())
			continue;
		if (count < 0)
			return FILE_NOT_READ;
		if (count == 0)
			return FILE_READ;
		if (collected->length_bytes + (size_t)count > bounds->limit_bytes)
			return FILE_TOO_LARGE;
		text_append_bytes(collected, buffer, (size_t)count);
	}
}

enum file_outcome
bounded_file_read(int descriptor, const struct file_bounds *bounds, struct text *content)
{
	cleanup_secret_text struct text collected = TEXT_EMPTY;
	char buffer[READ_BYTES];
	enum file_outcome outcome = read_all(descriptor, bounds, buffer, &collected);
	int saved_errno = errno;

	explicit_bzero(buffer, sizeof buffer);
	errno = saved_errno;
	if (outcome != FILE_READ)
		return outcome;
	if (content->bytes == NULL)
	{
		text_append(&collected, "");
		*content = collected;
		collected = TEXT_EMPTY;
	}
	else
		text_append_bytes(content, text_bytes(&collected), collected.length_bytes);
	return FILE_READ;
}

int
bounded_file_open(const char *path)
{
	return open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}

enum file_outcome
bounded_file_read_regular_descriptor(int descriptor, size_t limit_bytes, struct text *content)
{
	struct file_bounds bounds = {.limit_bytes = limit_bytes};

	return is_regular(descriptor) ? bounded_file_read(descriptor, &bounds, content)
	                              : FILE_NOT_REGULAR;
}

enum file_outcome
bounded_file_read_regular(const char *path, size_t limit_bytes, struct text *content)
{
	cleanup_descriptor int descriptor = bounded_file_open(path);

	if (descriptor < 0)
		return FILE_NOT_OPENED;
	return bounded_file_read_regular_descriptor(descriptor, limit_bytes, content);
}

char *
bounded_file_explain(enum file_outcome outcome, const struct file_bounds *bounds)
{
	switch (outcome)
	{
		case FILE_READ:
			return memory_copy_text("was read");
		case FILE_NOT_OPENED:
			return memory_format("cannot be opened: %m");
		case FILE_NOT_READ:
			return memory_format("cannot be read: %m");
		case FILE_NOT_REGULAR:
			return memory_copy_text("is not a regular file");
		case FILE_TOO_LARGE:
			return memory_format("is larger than %zu kB", bounds->limit_bytes / BYTES_A_KB);
		case FILE_UNFINISHED:
			return memory_format("did not end within %lld s",
			                     (long long)(wait_ms_of(bounds) / MS_A_SECOND));
		case FILE_STOPPED:
			break;
	}
	return memory_copy_text("was not read to its end: a signal came");
}
