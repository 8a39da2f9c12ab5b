#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/script/script_scan_state.h"
#include "base/array.h"
#include "base/cleanup.h"
#include "base/memory.h"

enum
{
	INCLUSION_DEPTH = 16,
	/* Each moves the text behind it. */
	INCLUSION_LIMIT = 1000
};

static bool
fail_inclusion(const struct scan *scan, size_t command, const char *hint, struct failure *failure)
{
	(void)fail_hint(failure, "%s", hint);
	return scan_fail_at(scan, command, failure);
}

static bool
check_inclusion(const struct scan *scan, const struct script_inclusion *inclusion,
                struct failure *failure)
{
	size_t depth = 0;

	for (const struct scan_file *file = scan->file; file != NULL; file = file->including, depth++)
	{
		if (file->path != NULL && strcmp(file->path, inclusion->path) == 0)
			return fail(failure, FAILURE_SETTINGS, "%s includes itself", inclusion->name);
	}
	if (depth > INCLUSION_DEPTH)
		return fail(failure, FAILURE_SETTINGS, "more than %d files include each other",
		            INCLUSION_DEPTH);
	if (scan->inclusion_count == INCLUSION_LIMIT)
		return fail(failure, FAILURE_SETTINGS, "the script includes more than %d files",
		            INCLUSION_LIMIT);
	return true;
}

static void
append_part(struct script *script, size_t offset_bytes, const char *name, int64_t first_line)
{
	*ARRAY_ADD(script->parts, script->part_count) = (struct script_part){
		.offset_bytes = offset_bytes,
		.name = memory_copy_text(name),
		.first_line = first_line,
	};
}

/* Puts the text at the offset. */
static void
insert_text(struct scan *scan, size_t offset_bytes, const struct script_inclusion *inclusion)
{
	struct script *script = scan->script;
	size_t length_bytes = script->length_bytes + inclusion->length_bytes;

	script_unmap(script);
	script->text = memory_resize(script->text, length_bytes + 1, 1);
	memmove(script->text + offset_bytes + inclusion->length_bytes, script->text + offset_bytes,
	        script->length_bytes - offset_bytes + 1);
	memcpy(script->text + offset_bytes, inclusion->text, inclusion->length_bytes);
	script->length_bytes = length_bytes;
}

/* The lexer and the lines begin with the offset. */
static void
stand_at(struct scan *scan, size_t offset_bytes, int64_t line)
{
	scan->fed_bytes = scan->statement_start = scan->counted_bytes = offset_bytes;
	scan->counted_lines = line - 1;
}

static bool
read_inclusion(struct scan *scan, size_t offset_bytes, const struct script_inclusion *inclusion,
               struct failure *failure)
{
	const struct scan_file *including = scan->file;
	struct scan_file file = {.path = inclusion->path, .including = including};
	size_t end_bytes = scan->end_bytes + inclusion->length_bytes;

	scan->file = &file;
	scan->end_bytes = offset_bytes + inclusion->length_bytes;
	stand_at(scan, offset_bytes, 1);

	/* What it includes itself makes the text longer: all behind it moves by as much. */
	size_t length_bytes = scan->script->length_bytes;
	bool is_read = scan_check_text(scan, offset_bytes, failure) && scan_file_to_end(scan, failure);

	scan->file = including;
	offset_bytes = scan->end_bytes;
	scan->end_bytes = end_bytes + scan->script->length_bytes - length_bytes;
	scan->fed_bytes = scan->statement_start = offset_bytes;
	return is_read;
}

bool
scan_include(struct scan *scan, size_t command, const char *name, struct failure *failure)
{
	struct script *script = scan->script;
	size_t offset_bytes = scan->line_end;
	int64_t line = scan_line_of(scan, command);
	cleanup_script_inclusion struct script_inclusion inclusion = {.name = NULL};
	cleanup_memory char *including = memory_copy_text(script_file_name(script, command));

	if (script->include == NULL)
	{
		(void)fail(failure, FAILURE_SETTINGS, "%s can include no other file", including);
		return fail_inclusion(scan, command, "Give each file with --file.", failure);
	}
	if (!script->include(script, including, name, &inclusion, failure) ||
	    !check_inclusion(scan, &inclusion, failure))
		return fail_inclusion(scan, command,
		                      "A path is relative to the file that names it; nothing outside of "
		                      "the first file's folder is included.",
		                      failure);
	scan->inclusion_count++;
	if (script->part_count == 0)
		append_part(script, 0, script->name, 1);
	insert_text(scan, offset_bytes, &inclusion);
	append_part(script, offset_bytes, inclusion.name, 1);
	if (!read_inclusion(scan, offset_bytes, &inclusion, failure))
		return false;
	append_part(script, scan->fed_bytes, including, line);
	stand_at(scan, scan->fed_bytes, line);
	return true;
}
