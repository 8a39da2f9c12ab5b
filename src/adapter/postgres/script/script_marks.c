#include "adapter/postgres/script/script_marks.h"

#include <string.h>

#include "domain/script_marker.h"

static bool
fail_marker(const struct script *script, const struct script_marker *marker, const char *why,
            struct failure *failure)
{
	(void)fail(failure, FAILURE_SETTINGS, "\"%.*s\" %s",
	           (int)(marker->end_bytes - marker->offset_bytes), script->text + marker->offset_bytes,
	           why);
	script_place(script, marker->offset_bytes, &failure->place);
	return fail_hint(failure,
	                 "A script may have the lines \"-- noetl-schema: commit\", between two "
	                 "statements, and \"-- noetl-schema: outside\", before one.");
}

bool
script_marks_take(struct script_marks *marks, const struct script *script, size_t start_bytes,
                  size_t end_bytes, struct failure *failure)
{
	struct script_marker marker;

	for (; script_marker_find(script, start_bytes, end_bytes, &marker);
	     start_bytes = marker.end_bytes)
	{
		if (marker.kind == MARKER_UNKNOWN)
			return fail_marker(script, &marker, "is no marker", failure);
		if (!marker.has_a_line_of_its_own)
			return fail_marker(script, &marker, "does not stand on a line of its own", failure);
		if (marker.kind == MARKER_COMMIT)
			marks->commit_is_pending = true;
		else
		{
			marks->outside_is_pending = true;
			marks->outside_offset_bytes = marker.offset_bytes;
		}
	}
	return true;
}

bool
script_marks_check_inside(const struct script *script, size_t start_bytes, size_t end_bytes,
                          struct failure *failure)
{
	/* Few statements have the word in them: the others are not gone through once more. */
	static const char name[] = "noetl-schema";
	struct script_marker marker;

	return memmem(script->text + start_bytes, end_bytes - start_bytes, name, strlen(name)) ==
	           NULL ||
	       !script_marker_find_inside(script, start_bytes, end_bytes, &marker) ||
	       fail_marker(script, &marker, "stands inside of a statement", failure);
}

static bool
fail_outside(const struct script_marks *marks, const struct script *script, const char *before,
             struct failure *failure)
{
	(void)fail(failure, FAILURE_SETTINGS, "\"-- noetl-schema: outside\" stands before %s", before);
	script_place(script, marks->outside_offset_bytes, &failure->place);
	return fail_hint(failure, "Put it on the line before the statement that runs alone.");
}

bool
script_marks_apply(struct script_marks *marks, const struct script *script,
                   struct statement *statement, struct failure *failure)
{
	statement->begins_transaction = marks->commit_is_pending;
	marks->commit_is_pending = false;
	if (!marks->outside_is_pending)
		return true;
	if (statement->class != STATEMENT_TRANSACTIONAL && statement->class != STATEMENT_OUTSIDE)
		return fail_outside(marks, script, "what cannot run outside of a transaction", failure);
	marks->outside_is_pending = false;
	statement->is_marked_outside = true;
	statement->class = STATEMENT_OUTSIDE;
	return true;
}

bool
script_marks_check_end(const struct script_marks *marks, const struct script *script,
                       struct failure *failure)
{
	return !marks->outside_is_pending || fail_outside(marks, script, "no statement", failure);
}
