#include "adapter/process/member_runner.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "adapter/process/member_channel.h"
#include "adapter/process/member_end.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/pulse.h"
#include "base/stop_signal.h"
#include "base/wait.h"
#include "base/write_all.h"

enum
{
	/* Above the descriptors that a child has at fixed numbers. */
	LEAST_DESCRIPTOR = 10,
	/* A run ends within a second of SIGTERM; a process that does not is killed. */
	STOP_PATIENCE_MS = 5000,
	/* Time between checks of a process that is about to end; the first checks come sooner. */
	EXIT_PAUSE_MS = 32,
	ADDED_ARGUMENT_COUNT = 2,
	COPY_BYTES = 16384
};

/* The running program itself, even if its file has been replaced (proc_pid_exe(5)). */
static const char own_program[] = "/proc/self/exe";

struct member_process
{
	pid_t pid;
	const char *name;
	int channel; /* to be read from */
	int output;  /* what it printed */
};

struct member_runner
{
	struct fleet_runner fleet;
	struct member_runner_options options;
	const char **arguments;
	const char **environment; /* of all members, followed by room for a member's own */
	size_t common_count;
	char *channel_variable;
	char *since_variable;
	struct member_process *running;
	size_t running_count;
	bool was_stopped;
};

static void
make_arguments(struct member_runner *runner, const struct member_runner_options *options)
{
	runner->arguments = memory_allocate(options->argument_count + ADDED_ARGUMENT_COUNT + 1,
	                                    sizeof *runner->arguments);
	runner->arguments[0] = options->arguments[0];
	runner->arguments[1] = "--target";
	for (size_t index = 1; index < options->argument_count; index++)
		runner->arguments[index + ADDED_ARGUMENT_COUNT] = options->arguments[index];
}

static bool
is_variable(const char *variable, const char *name)
{
	size_t length = strlen(name);

	return strncmp(variable, name, length) == 0 && variable[length] == '=';
}

static bool
is_variable_of_members(const char *variable)
{
	return is_variable(variable, MEMBER_CHANNEL_VARIABLE) ||
	       is_variable(variable, MEMBER_SINCE_VARIABLE);
}

/* Secrets are in no environment that a member shares: see environment_secret.h. */
static void
make_environment(struct member_runner *runner, size_t variable_limit)
{
	size_t count = 0;
	size_t kept_count = 0;

	while (environ[count] != NULL)
		count++;
	runner->environment = memory_allocate(count + variable_limit + 3, sizeof *runner->environment);
	for (size_t index = 0; index < count; index++)
	{
		if (!is_variable_of_members(environ[index]))
			runner->environment[kept_count++] = environ[index];
	}
	runner->channel_variable = memory_format("%s=%ld", MEMBER_CHANNEL_VARIABLE, (long)getpid());
	runner->environment[kept_count++] = runner->channel_variable;
	runner->since_variable =
		memory_format("%s=%" PRId64, MEMBER_SINCE_VARIABLE, runner->options.started_ms);
	runner->environment[kept_count++] = runner->since_variable;
	runner->common_count = kept_count;
}

/* Moves a descriptor away from those that a child has at fixed numbers. */
static int
move_up(int descriptor)
{
	int moved = descriptor < 0 ? -1 : fcntl(descriptor, F_DUPFD_CLOEXEC, LEAST_DESCRIPTOR);

	if (descriptor >= 0)
		(void)close(descriptor);
	return moved;
}

static int
spawn(const struct member_runner *runner, struct member_process *process, int channel)
{
	posix_spawn_file_actions_t actions;
	int error = posix_spawn_file_actions_init(&actions);

	if (error != 0)
		return error;
	(void)posix_spawn_file_actions_adddup2(&actions, process->output, STDOUT_FILENO);
	(void)posix_spawn_file_actions_adddup2(&actions, channel, MEMBER_CHANNEL_DESCRIPTOR);
	runner->arguments[ADDED_ARGUMENT_COUNT] = process->name;

	const char **own = runner->environment + runner->common_count;

	own[runner->options.variables_of(runner->options.context, process->name, own)] = NULL;
	error = posix_spawn(&process->pid, own_program, &actions, NULL,
	                    (char *const *)runner->arguments, (char *const *)runner->environment);
	own[0] = NULL;
	(void)posix_spawn_file_actions_destroy(&actions);
	return error;
}

static void
close_process(const struct member_process *process)
{
	if (process->channel >= 0)
		(void)close(process->channel);
	if (process->output >= 0)
		(void)close(process->output);
}

static bool
fail_start(struct failure *failure, const char *name, int error)
{
	/* execve(2): 128 kB for one string, and a target's settings are one. */
	if (error == E2BIG)
		return fail(failure, FAILURE_SETTINGS,
		            "target %s: its settings do not fit into the environment of a process", name);
	(void)fail(failure, FAILURE_TRANSIENT, "a process for target %s cannot be started: %s", name,
	           strerror(error));
	return fail_hint(failure, "Fewer targets at the same time (--jobs) need fewer processes.");
}

static bool
member_runner_start(void *context, const char *name, struct failure *failure)
{
	struct member_runner *runner = context;
	struct member_process process = {.name = name};
	int ends[2] = {-1, -1};
	int error = pipe2(ends, O_CLOEXEC) != 0 ? errno : 0;

	process.channel = move_up(ends[0]);
	process.output = move_up(memfd_create("output", MFD_CLOEXEC));

	cleanup_descriptor int writing_end = move_up(ends[1]);

	if (error == 0 && (process.channel < 0 || process.output < 0 || writing_end < 0))
		error = errno;
	if (error == 0)
		error = spawn(runner, &process, writing_end);
	if (error == 0)
	{
		runner->running[runner->running_count++] = process;
		return true;
	}
	close_process(&process);
	return fail_start(failure, name, error);
}

/*
 * The index of a process that has ended or is about to; running_count if a stop signal came first.
 */
static size_t
await_one(struct member_runner *runner)
{
	size_t count = runner->running_count;
	cleanup_memory struct pollfd *polled = memory_allocate(count + 1, sizeof *polled);
	nfds_t polled_count = (nfds_t)(runner->was_stopped ? count : count + 1);

	for (size_t index = 0; index < count; index++)
		polled[index] = (struct pollfd){.fd = runner->running[index].channel, .events = POLLIN};
	polled[count] = (struct pollfd){.fd = stop_signal_descriptor(), .events = POLLIN};
	for (;;)
	{
		int ready =
			poll(polled, polled_count, runner->was_stopped ? STOP_PATIENCE_MS : PULSE_INTERVAL_MS);

		if (!runner->was_stopped)
			pulse_beat(wait_now_ms());
		if (ready == 0 && runner->was_stopped)
		{
			for (size_t index = 0; index < count; index++)
				(void)kill(runner->running[index].pid, SIGKILL);
		}
		if (!runner->was_stopped && polled[count].revents != 0)
			return count;
		for (size_t index = 0; index < count && ready > 0; index++)
		{
			if (polled[index].revents != 0)
				return index;
		}
	}
}

/* To our own standard output, in one piece; the member has made it printable. */
static enum write_outcome
pass_on_output(int output)
{
	enum write_outcome outcome = WRITE_DONE;
	char bytes[COPY_BYTES];
	off_t offset = 0;
	ssize_t count = 0;

	while (outcome == WRITE_DONE && (count = pread(output, bytes, sizeof bytes, offset)) > 0)
	{
		outcome = write_all(STDOUT_FILENO, bytes, (size_t)count, 0);
		offset += count;
	}
	return outcome;
}

/*
 * For a process that has reported its end, or has closed its channel. It still writes its last
 * line, perhaps to a pipe without a reader, and no stop signal is sent to it.
 */
static int
await_exit(const struct member_runner *runner, pid_t pid)
{
	bool is_told = runner->was_stopped;
	int64_t kill_ms = wait_now_ms() + STOP_PATIENCE_MS;
	int pause_ms = 1;
	int status = 0;
	pid_t ended = 0;

	while ((ended = waitpid(pid, &status, WNOHANG)) == 0 || (ended < 0 && errno == EINTR))
	{
		(void)wait_for_descriptor(is_told ? -1 : stop_signal_descriptor(), POLLIN,
		                          wait_now_ms() + pause_ms, false);
		pause_ms = pause_ms < EXIT_PAUSE_MS ? pause_ms * 2 : pause_ms;
		if (!stop_signal_was_received())
			continue;
		if (!is_told)
		{
			(void)kill(pid, SIGTERM);
			kill_ms = wait_now_ms() + STOP_PATIENCE_MS;
			is_told = true;
		}
		if (wait_now_ms() > kill_ms)
			(void)kill(pid, SIGKILL);
	}
	return status;
}

static bool
member_runner_wait(void *context, const char **name, struct fleet_member_end *end)
{
	struct member_runner *runner = context;
	size_t place = await_one(runner);

	if (place == runner->running_count)
		return false;

	struct member_process process = runner->running[place];
	struct fleet_member_end told;
	bool was_told = member_end_read(process.channel, &told);

	int status = await_exit(runner, process.pid);
	enum write_outcome outcome = WRITE_DONE;

	if (was_told && WIFEXITED(status) && WEXITSTATUS(status) == (int)told.kind)
		*end = told;
	else
		member_end_guess(status, end);
	outcome = pass_on_output(process.output);
	if (outcome != WRITE_DONE && end->outcome != FLEET_FAILED)
		member_end_is_unread(end, outcome);
	close_process(&process);
	runner->running[place] = runner->running[--runner->running_count];
	*name = process.name;
	return true;
}

static void
member_runner_stop(void *context)
{
	struct member_runner *runner = context;

	runner->was_stopped = true;
	for (size_t index = 0; index < runner->running_count; index++)
	{
		(void)kill(runner->running[index].pid, SIGTERM);
		/* A suspended process gets SIGTERM only when it continues. */
		(void)kill(runner->running[index].pid, SIGCONT);
	}
}

struct member_runner *
member_runner_new(const struct member_runner_options *options)
{
	struct member_runner *runner = memory_allocate(1, sizeof *runner);

	/* Where the parent of this program ignored SIGCHLD, children leave no exit status. */
	(void)signal(SIGCHLD, SIG_DFL);
	runner->fleet =
		(struct fleet_runner){runner, member_runner_start, member_runner_wait, member_runner_stop};
	runner->options = *options;
	runner->running = memory_allocate(options->limit, sizeof *runner->running);
	make_arguments(runner, options);
	make_environment(runner, options->variable_limit);
	return runner;
}

void
member_runner_free(struct member_runner *runner)
{
	if (runner == NULL)
		return;
	for (size_t index = 0; index < runner->running_count; index++)
	{
		(void)kill(runner->running[index].pid, SIGKILL);
		close_process(&runner->running[index]);
	}
	free(runner->channel_variable);
	free(runner->since_variable);
	free(runner->environment);
	free(runner->arguments);
	free(runner->running);
	free(runner);
}

const struct fleet_runner *
member_runner_fleet(const struct member_runner *runner)
{
	return &runner->fleet;
}
