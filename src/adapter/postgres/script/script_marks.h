#ifndef ADAPTER_POSTGRES_SCRIPT_SCRIPT_MARKS_H
#define ADAPTER_POSTGRES_SCRIPT_SCRIPT_MARKS_H

/*
 * Markers of a script (domain/script_marker.h) on their way to the statement that they are for.
 *
 * Each function fails with FAILURE_SETTINGS and the marker's place.
 */

#include "domain/script.h"

struct script_marks
{
	bool commit_is_pending;
	bool outside_is_pending;
	size_t outside_offset_bytes;
};

/* Takes those among blanks and comments before a statement, or at the end of the script. */
bool script_marks_take(struct script_marks *marks, const struct script *script, size_t start_bytes,
                       size_t end_bytes, struct failure *failure);

/* Refuses one inside of a statement, where a semicolon was forgotten before it. */
bool script_marks_check_inside(const struct script *script, size_t start_bytes, size_t end_bytes,
                               struct failure *failure);

/* What the markers before a statement make of it. */
bool script_marks_apply(struct script_marks *marks, const struct script *script,
                        struct statement *statement, struct failure *failure);

/* Refuses one that has no statement behind it. */
bool script_marks_check_end(const struct script_marks *marks, const struct script *script,
                            struct failure *failure);

#endif
