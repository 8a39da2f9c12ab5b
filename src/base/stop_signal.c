#include "base/stop_signal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t received_signal;
static int stop_pipe[2] = {-1, -1};

static void
stop_signal_handle(int signal_number)
{
	int saved_errno = errno;

	if (received_signal == 0)
	{
		received_signal = signal_number;

		ssize_t written = write(stop_pipe[1], "", 1);

		(void)written;
	}
	errno = saved_errno;
}

bool
stop_signal_install(struct failure *failure)
{
	/* Not SA_RESTART: a write() to a pipe without a reader must end as well. */
	struct sigaction action = {.sa_handler = stop_signal_handle};
	struct sigaction ignore = {.sa_handler = SIG_IGN};

	if (pipe2(stop_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
		return fail(failure, FAILURE_BUG, "cannot make a pipe for signals: %s", strerror(errno));
	if (sigaction(SIGTERM, &action, NULL) != 0 || sigaction(SIGINT, &action, NULL) != 0 ||
	    sigaction(SIGPIPE, &ignore, NULL) != 0)
		return fail(failure, FAILURE_BUG, "cannot handle signals: %s", strerror(errno));
	return true;
}

bool
stop_signal_was_received(void)
{
	return received_signal != 0;
}

int
stop_signal_descriptor(void)
{
	return stop_pipe[0];
}

bool
stop_signal_fail_waiting(struct failure *failure, const char *what, const char *reason)
{
	int number = received_signal;

	return fail(failure, FAILURE_INTERRUPTED, "interrupted by %s while %s%s%s",
	            number == SIGINT    ? "SIGINT"
	            : number == SIGTERM ? "SIGTERM"
	                                : "a signal",
	            what, reason[0] != '\0' ? ": " : "", reason);
}

bool
stop_signal_fail(struct failure *failure, const char *what)
{
	return stop_signal_fail_waiting(failure, what, "");
}
