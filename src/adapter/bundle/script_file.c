#include "adapter/bundle/script_file.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapter/bundle/script_text.h"
#include "base/cleanup.h"
#include "base/mapped_file.h"
#include "base/memory.h"
#include "base/stop_signal.h"
#include "base/text.h"

static const char readable_path_hint[] =
	"--file takes a path that this program can read, or - for standard input";

static bool
fail_to_read_script(struct failure *failure, const char *verb, const char *name)
{
	(void)fail(failure, FAILURE_SETTINGS, "cannot %s %s: %m", verb, name);
	return fail_hint(failure, "%s", readable_path_hint);
}

static bool
check_outcome(enum file_outcome outcome, const char *name, const struct file_bounds *bounds,
              struct failure *failure)
{
	switch (outcome)
	{
		case FILE_READ:
			return true;
		case FILE_NOT_READ:
			return fail_to_read_script(failure, "read", name);
		case FILE_TOO_LARGE:
			(void)fail(failure, FAILURE_SETTINGS, "cannot read %s: it exceeds %d MiB", name,
			           SCRIPT_FILE_LIMIT_BYTES / (1024 * 1024));
			return fail_hint(failure, "load data with psql, and give the DDL only");
		case FILE_STOPPED:
			return stop_signal_fail(failure, "reading the DDL");
		default:
			break;
	}

	cleanup_memory char *why = bounded_file_explain(outcome, bounds);

	(void)fail(failure, FAILURE_SETTINGS, "cannot read %s: it %s", name, why);
	return fail_hint(failure, "--wait-timeout waits longer for the writer of a pipe");
}

static bool
take_script_text(const char *name, size_t limit_bytes, struct text *text, struct script *script,
                 struct failure *failure)
{
	if (!script_text_decode(name, limit_bytes, text, failure))
		return false;
	*script = (struct script){.name = memory_copy_text(name), .length_bytes = text->length_bytes};
	script->text = text->bytes != NULL ? text_steal(text) : memory_copy_text("");
	return true;
}

DEFINE_CLEANUP(free_mapping, struct mapped_file *, mapped_file_free)

/* False, without a failure, for a file that has to be read into memory. */
static bool
map_script(int descriptor, const char *name, struct script *script, struct failure *failure)
{
	struct stat status;
	__attribute__((cleanup(free_mapping))) struct mapped_file *mapping = NULL;

	if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) ||
	    status.st_size < SCRIPT_MAPPED_LEAST_BYTES || status.st_size > SCRIPT_MAPPED_LIMIT_BYTES)
		return false;
	mapping = mapped_file_new(descriptor);
	if (mapping == NULL || !script_text_is_plain(name, mapping, failure))
		return false;
	*script = (struct script){
		.name = memory_copy_text(name),
		.text = mapped_file_text(mapping),
		.length_bytes = mapped_file_length_bytes(mapping),
		.mapping = take(mapping),
	};
	return true;
}

bool
script_file_read(const char *path, const struct file_bounds *bounds, struct script *script,
                 struct failure *failure)
{
	cleanup_descriptor int opened = -1;
	cleanup_text struct text text = TEXT_EMPTY;
	bool is_standard_input = strcmp(path, "-") == 0;
	const char *name = is_standard_input ? "standard input" : path;

	if (!is_standard_input)
	{
		opened = bounded_file_open(path);
		if (opened < 0)
			return fail_to_read_script(failure, "open", name);
		if (map_script(opened, name, script, failure))
			return true;
		if (failure->kind != FAILURE_NONE)
			return false;
	}

	enum file_outcome outcome =
		bounded_file_read(is_standard_input ? STDIN_FILENO : opened, bounds, &text);

	return check_outcome(outcome, name, bounds, failure) &&
	       take_script_text(name, bounds->limit_bytes, &text, script, failure);
}

bool
script_file_read_regular(const char *path, const struct file_bounds *bounds, struct script *script,
                         struct failure *failure)
{
	cleanup_text struct text text = TEXT_EMPTY;
	enum file_outcome outcome = bounded_file_read_regular(path, bounds->limit_bytes, &text);

	return check_outcome(outcome, path, bounds, failure) &&
	       take_script_text(path, bounds->limit_bytes, &text, script, failure);
}
