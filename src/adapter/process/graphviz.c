#include "adapter/process/graphviz.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/bounded_file.h"
#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "base/printable.h"
#include "base/stop_signal.h"
#include "base/wait.h"
#include "base/write_all.h"

enum
{
	/* Above the descriptors that dot has at fixed numbers. */
	FIRST_OWN_DESCRIPTOR = 10,
	END_DESCRIPTOR = 3, /* closed when dot ends, however it does */
	DRAWING_LIMIT_BYTES = 256 * 1024 * 1024,
	COMPLAINT_LIMIT_BYTES = 1024 * 1024,
	COMPLAINT_SHOWN_BYTES = 300,
	VARIABLE_LIMIT = 16
};

/* What dot may know. Passwords may be in others. */
static const char *const passed_variables[] = {
	"PATH",
	"HOME",
	"LANG",
	"LC_ALL",
	"LD_LIBRARY_PATH",
	"GVBINDIR",
	"DOTFONTPATH",
	"FONTCONFIG_FILE",
	"FONTCONFIG_PATH",
	"TMPDIR",
	"XDG_CACHE_HOME",
	"XDG_DATA_HOME",
};

struct drawing
{
	const char *path;
	int input;
	int output;
	int complaints;
	int end; /* to be read from */
	pid_t pid;
};

static void
close_drawing(const struct drawing *drawing)
{
	const int descriptors[] = {drawing->input, drawing->output, drawing->complaints, drawing->end};

	for (size_t index = 0; index < COUNT_OF(descriptors); index++)
	{
		if (descriptors[index] >= 0)
			(void)close(descriptors[index]);
	}
}

static bool
is_program(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

bool
graphviz_find(char **path, struct failure *failure)
{
	const char *folders = getenv("PATH");

	while (folders != NULL && *folders != '\0')
	{
		size_t length = strcspn(folders, ":");
		cleanup_memory char *candidate = memory_format("%.*s/dot", (int)length, folders);

		/* An empty folder is the current one, in which anybody may have put a program. */
		if (length > 0 && folders[0] == '/' && is_program(candidate))
		{
			*path = take(candidate);
			return true;
		}
		folders += length + (folders[length] == ':');
	}
	(void)fail(failure, FAILURE_SETTINGS,
	           "an SVG is drawn by Graphviz, and there is no program \"dot\" in the PATH");
	return fail_hint(failure, "Install Graphviz (package graphviz), or take --format dot and draw "
	                          "it elsewhere: dot -Tsvg erd.dot");
}

static int
raise_descriptor(int descriptor)
{
	int raised = descriptor < 0 ? -1 : fcntl(descriptor, F_DUPFD_CLOEXEC, FIRST_OWN_DESCRIPTOR);

	if (descriptor >= 0)
		(void)close(descriptor);
	return raised;
}

static void
collect_variables(char *variables[VARIABLE_LIMIT])
{
	size_t count = 0;

	for (size_t index = 0; index < COUNT_OF(passed_variables); index++)
	{
		const char *value = getenv(passed_variables[index]);

		if (value != NULL && count + 1 < VARIABLE_LIMIT)
			variables[count++] = memory_format("%s=%s", passed_variables[index], value);
	}
	variables[count] = NULL;
}

static int
spawn_dot(struct drawing *drawing, int writing_end)
{
	static char first[] = "dot";
	static char form[] = "-Tsvg";
	char *const arguments[] = {first, form, NULL};
	char *variables[VARIABLE_LIMIT];
	posix_spawn_file_actions_t actions;
	int error = posix_spawn_file_actions_init(&actions);

	if (error != 0)
		return error;
	(void)posix_spawn_file_actions_adddup2(&actions, drawing->input, 0);
	(void)posix_spawn_file_actions_adddup2(&actions, drawing->output, 1);
	(void)posix_spawn_file_actions_adddup2(&actions, drawing->complaints, 2);
	(void)posix_spawn_file_actions_adddup2(&actions, writing_end, END_DESCRIPTOR);
	collect_variables(variables);
	error = posix_spawn(&drawing->pid, drawing->path, &actions, NULL, arguments, variables);
	(void)posix_spawn_file_actions_destroy(&actions);
	for (char **variable = variables; *variable != NULL; variable++)
		free(*variable);
	return error;
}

static bool
fail_to_start(struct failure *failure, int error)
{
	return fail(failure, FAILURE_TRANSIENT, "Graphviz cannot be started: %s", strerror(error));
}

/* Files without names: neither side ever waits for the other to read or write. */
static bool
start_drawing(struct drawing *drawing, const struct text *graph, struct failure *failure)
{
	int ends[2] = {-1, -1};
	int error = pipe2(ends, O_CLOEXEC) != 0 ? errno : 0;

	drawing->end = raise_descriptor(ends[0]);
	drawing->input = raise_descriptor(memfd_create("graph", MFD_CLOEXEC));
	drawing->output = raise_descriptor(memfd_create("drawing", MFD_CLOEXEC));
	drawing->complaints = raise_descriptor(memfd_create("complaints", MFD_CLOEXEC));

	cleanup_descriptor int writing_end = raise_descriptor(ends[1]);

	if (error == 0 && (drawing->end < 0 || drawing->input < 0 || drawing->output < 0 ||
	                   drawing->complaints < 0 || writing_end < 0))
		error = errno;
	if (error == 0 &&
	    (write_all(drawing->input, text_bytes(graph), graph->length_bytes, 0) != WRITE_DONE ||
	     lseek(drawing->input, 0, SEEK_SET) != 0))
		error = errno;
	/* Where the parent of this program ignored SIGCHLD, children leave no exit status. */
	(void)signal(SIGCHLD, SIG_DFL);
	if (error == 0)
		error = spawn_dot(drawing, writing_end);
	return error == 0 || fail_to_start(failure, error);
}

static bool
await_drawing(const struct drawing *drawing, int *status, struct failure *failure)
{
	bool is_stopped = wait_for_descriptor(drawing->end, POLLIN, WAIT_FOREVER, true) == WAIT_STOPPED;
	pid_t ended = -1;

	if (is_stopped)
		(void)kill(drawing->pid, SIGKILL);
	do
		ended = waitpid(drawing->pid, status, 0);
	while (ended < 0 && errno == EINTR);
	if (is_stopped)
		return stop_signal_fail(failure, "waiting for Graphviz to draw");
	return ended == drawing->pid ||
	       fail(failure, FAILURE_TRANSIENT, "the process of Graphviz is gone: %s", strerror(errno));
}

static bool
read_back(int descriptor, size_t limit_bytes, struct text *content, struct failure *failure)
{
	const struct file_bounds bounds = {.limit_bytes = limit_bytes, .wait_ms = FILE_LEAST_WAIT_MS};

	if (lseek(descriptor, 0, SEEK_SET) != 0)
		return fail(failure, FAILURE_TRANSIENT, "what Graphviz wrote cannot be read: %s",
		            strerror(errno));

	enum file_outcome outcome = bounded_file_read(descriptor, &bounds, content);

	if (outcome == FILE_READ)
		return true;
	if (outcome == FILE_STOPPED)
		return stop_signal_fail(failure, "reading what Graphviz drew");

	cleanup_memory char *words = bounded_file_explain(outcome, &bounds);

	return fail(failure, FAILURE_TRANSIENT, "what Graphviz wrote %s", words);
}

static bool
fail_undrawn(const struct drawing *drawing, int status, struct failure *failure)
{
	cleanup_text struct text complaint = TEXT_EMPTY;
	cleanup_text struct text shown = TEXT_EMPTY;
	struct failure ignored = {0};

	if (WIFSIGNALED(status))
		return fail(failure, FAILURE_TRANSIENT, "%s was ended by signal %d", drawing->path,
		            WTERMSIG(status));
	(void)read_back(drawing->complaints, COMPLAINT_LIMIT_BYTES, &complaint, &ignored);
	text_strip_line_end(&complaint);
	printable_append(&shown, text_bytes(&complaint));
	(void)fail(failure, FAILURE_SETTINGS, "%s ended with status %d: %.*s", drawing->path,
	           WEXITSTATUS(status), COMPLAINT_SHOWN_BYTES, text_bytes(&shown));
	return fail_hint(failure, "\"--format dot\" writes what it was given.");
}

static bool
draw(struct drawing *drawing, const struct text *graph, struct text *svg, struct failure *failure)
{
	int status = 0;

	if (!start_drawing(drawing, graph, failure) || !await_drawing(drawing, &status, failure))
		return false;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return fail_undrawn(drawing, status, failure);
	return read_back(drawing->output, DRAWING_LIMIT_BYTES, svg, failure);
}

bool
graphviz_draw(const char *path, const struct text *graph, struct text *svg, struct failure *failure)
{
	struct drawing drawing = {.path = path, -1, -1, -1, -1, 0};
	bool is_drawn = draw(&drawing, graph, svg, failure);

	close_drawing(&drawing);
	return is_drawn;
}
