#include "adapter/process/member_end.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

bool
member_end_read(int channel, struct fleet_member_end *end)
{
	char *bytes = (char *)end;
	size_t length = 0;

	while (length < sizeof *end)
	{
		ssize_t count = read(channel, bytes + length, sizeof *end - length);

		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return false;
		length += (size_t)count;
	}
	return end->outcome < FLEET_OUTCOME_COUNT && memchr(end->message, 0, sizeof end->message) &&
	       memchr(end->hint, 0, sizeof end->hint);
}

static void
guess_end_by_signal(int number, struct fleet_member_end *end)
{
	(void)snprintf(end->message, sizeof end->message, "its process was killed by signal %d (%s)",
	               number, strsignal(number));
	if (number == SIGKILL)
	{
		end->kind = FAILURE_TRANSIENT;
		(void)snprintf(end->hint, sizeof end->hint,
		               "The kernel does so when memory is short; fewer targets at the same time "
		               "(--jobs) need less.");
	}
	/* They came before the process could handle them, or a person sent them: these are not bugs. */
	else if (number == SIGTERM || number == SIGINT || number == SIGHUP)
		end->kind = FAILURE_INTERRUPTED;
}

void
member_end_guess(int status, struct fleet_member_end *end)
{
	*end = (struct fleet_member_end){.outcome = FLEET_FAILED, .kind = FAILURE_BUG};
	if (WIFSIGNALED(status))
	{
		guess_end_by_signal(WTERMSIG(status), end);
		return;
	}
	/* Exit status 0 without a report on the channel counts as a failure. */
	if (WEXITSTATUS(status) != FAILURE_NONE)
		end->kind = failure_kind_of_exit_status(WEXITSTATUS(status));
	(void)snprintf(end->message, sizeof end->message,
	               "its process exited with %d; its lines in the log say why", WEXITSTATUS(status));
}

void
member_end_is_unread(struct fleet_member_end *end, enum write_outcome outcome)
{
	bool is_stopped = outcome == WRITE_STOPPED;
	int error = errno;

	*end = (struct fleet_member_end){
		.outcome = FLEET_FAILED,
		.kind = is_stopped ? FAILURE_INTERRUPTED : FAILURE_TRANSIENT,
	};
	(void)snprintf(end->message, sizeof end->message, "cannot write to standard output: %s",
	               is_stopped ? "it was not read until a signal came" : strerror(error));
}
