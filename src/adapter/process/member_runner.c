#include "adapter/process/member_runner.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "adapter/process/member_channel.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/stop_signal.h"

enum
{
	/* Above what a child has by fixed numbers. */
	LEAST_DESCRIPTOR = 10,
	/* A run ends within a second of SIGTERM; whoever does not by then is killed. */
	STOP_PATIENCE_MS = 5000,
	ADDED_ARGUMENT_COUNT = 2,
	COPY_BYTES = 16384
};

/* The running program itself, even if its file was replaced meanwhile (proc_pid_exe(5)). */
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
	const char **environment; /* of all members, and behind it room for a member's own */
	size_t common_count;
	char *channel_variable;
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
is_channel_variable(const char *variable)
{
	size_t length = strlen(MEMBER_CHANNEL_VARIABLE);

	return strncmp(variable, MEMBER_CHANNEL_VARIABLE, length) == 0 && variable[length] == '=';
}

/* Secrets are in no environment that a member shares: see environment_secret.h. */
static void
make_environment(struct member_runner *runner, size_t variable_limit)
{
	size_t count = 0;
	size_t kept_count = 0;

	while (environ[count] != NULL)
		count++;
	runner->environment = memory_allocate(count + variable_limit + 2, sizeof *runner->environment);
	for (size_t index = 0; index < count; index++)
	{
		if (!is_channel_variable(environ[index]))
			runner->environment[kept_count++] = environ[index];
	}
	runner->channel_variable = memory_format("%s=%ld", MEMBER_CHANNEL_VARIABLE, (long)getpid());
	runner->environment[kept_count++] = runner->channel_variable;
	runner->common_count = kept_count;
}

/* Moves a descriptor out of the way of those that a child has by number. */
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

/* The place of one that has ended or is about to; running_count if a stop signal came first. */
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
		int ready = poll(polled, polled_count, runner->was_stopped ? STOP_PATIENCE_MS : -1);

		if (ready == 0)
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

/* False if it ended without a word. */
static bool
read_end(int channel, struct fleet_member_end *end)
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
		               "The kernel kills so when memory is short; fewer targets at the same time "
		               "(--jobs) need less.");
	}
	/* Before it could handle them, or at somebody's wish: no bug is behind these. */
	else if (number == SIGTERM || number == SIGINT || number == SIGHUP)
		end->kind = FAILURE_INTERRUPTED;
}

/* For who was killed, or failed before it could tell. */
static void
guess_end(int status, struct fleet_member_end *end)
{
	*end = (struct fleet_member_end){.outcome = FLEET_FAILED, .kind = FAILURE_BUG};
	if (WIFSIGNALED(status))
	{
		guess_end_by_signal(WTERMSIG(status), end);
		return;
	}
	/* A success that nobody tells of is none. */
	if (WEXITSTATUS(status) != FAILURE_NONE)
		end->kind = failure_kind_of_exit_status(WEXITSTATUS(status));
	(void)snprintf(end->message, sizeof end->message,
	               "its process exited with %d; its lines in the log say why", WEXITSTATUS(status));
}

/* To our own standard output, in one go. */
static bool
pass_on_output(int output)
{
	char bytes[COPY_BYTES];
	off_t offset = 0;
	ssize_t count = 0;

	while ((count = pread(output, bytes, sizeof bytes, offset)) > 0)
	{
		ssize_t written = write(STDOUT_FILENO, bytes, (size_t)count);

		if (written < 0 && errno != EINTR)
			return false;
		offset += written > 0 ? written : 0;
	}
	return true;
}

/* As output.h has it for a command that is alone: what nobody could read was not told. */
static void
fail_output(struct fleet_member_end *end)
{
	*end = (struct fleet_member_end){.outcome = FLEET_FAILED, .kind = FAILURE_TRANSIENT};
	(void)snprintf(end->message, sizeof end->message, "cannot write to standard output: %m");
}

static bool
member_runner_wait(void *context, const char **name, struct fleet_member_end *end)
{
	struct member_runner *runner = context;
	size_t place = await_one(runner);
	int status = 0;

	if (place == runner->running_count)
		return false;

	struct member_process process = runner->running[place];
	struct fleet_member_end told;
	bool was_told = read_end(process.channel, &told);

	while (waitpid(process.pid, &status, 0) < 0 && errno == EINTR)
		;
	if (was_told && WIFEXITED(status) && WEXITSTATUS(status) == (int)told.kind)
		*end = told;
	else
		guess_end(status, end);
	if (!pass_on_output(process.output) && end->outcome != FLEET_FAILED)
		fail_output(end);
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
		/* Who was stopped learns of it only then. */
		(void)kill(runner->running[index].pid, SIGCONT);
	}
}

struct member_runner *
member_runner_new(const struct member_runner_options *options)
{
	struct member_runner *runner = memory_allocate(1, sizeof *runner);

	/* Where whoever began this program has it ignored, children leave no exit status. */
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
