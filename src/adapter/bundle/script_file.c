#include "adapter/bundle/script_file.h"

#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/stop_signal.h"
#include "base/text.h"

enum
{
	BYTE_ORDER_MARK_BYTES = 3
};

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
take_script_text(const char *name, struct text *text, struct script *script,
                 struct failure *failure)
{
	const char *bytes = text_bytes(text);
	size_t length_bytes = text->length_bytes;
	const char *nul = memchr(bytes, '\0', length_bytes);

	if (nul != NULL)
	{
		(void)fail(failure, FAILURE_SETTINGS, "cannot take %s: byte %zu is NUL", name,
		           (size_t)(nul - bytes) + 1);
		return fail_hint(failure, "scripts are UTF-8 text; UTF-16 has to be converted first");
	}
	if (length_bytes >= BYTE_ORDER_MARK_BYTES && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
	{
		bytes += BYTE_ORDER_MARK_BYTES;
		length_bytes -= BYTE_ORDER_MARK_BYTES;
	}
	*script = (struct script){
		.name = memory_copy_text(name),
		.text = memory_copy_bytes(bytes, length_bytes),
		.length_bytes = length_bytes,
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
	}

	enum file_outcome outcome =
		bounded_file_read(is_standard_input ? STDIN_FILENO : opened, bounds, &text);

	return check_outcome(outcome, name, bounds, failure) &&
	       take_script_text(name, &text, script, failure);
}
