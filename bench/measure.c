/*
 * Runs a program and writes what it cost: "<wall ns> <peak resident KiB> <exit status>".
 *
 * A small program of its own, because Linux counts the memory that a process had before exec()
 * into its peak: started from an interpreter, every program seems as big as the interpreter.
 *
 *   measure PROGRAM [ARGUMENT...]      output of the program is thrown away
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum
{
	NANOSECONDS_IN_SECOND = 1000000000,
	EXEC_FAILED = 127
};

static long long
now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long long)now.tv_sec * NANOSECONDS_IN_SECOND + now.tv_nsec;
}

static void
run_child(char *const arguments[])
{
	int nowhere = open("/dev/null", O_RDWR);

	dup2(nowhere, STDIN_FILENO);
	dup2(nowhere, STDOUT_FILENO);
	dup2(nowhere, STDERR_FILENO);
	execv(arguments[0], arguments);
	_exit(EXEC_FAILED);
}

int
main(int argument_count, char *arguments[])
{
	if (argument_count < 2)
		return 2;

	long long started = now_ns();
	pid_t child = fork();

	if (child == 0)
		run_child(arguments + 1);

	int status = 0;
	struct rusage usage;

	if (child < 0 || wait4(child, &status, 0, &usage) < 0)
		return 1;
	printf("%lld %ld %d\n", now_ns() - started, usage.ru_maxrss,
	       WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status));
	return 0;
}
