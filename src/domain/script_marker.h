#ifndef DOMAIN_SCRIPT_MARKER_H
#define DOMAIN_SCRIPT_MARKER_H

/*
 * Markers: line comments of a script that say how it is run.
 *
 *   -- noetl-schema: commit    what stands before and what stands behind are two transactions
 *   -- noetl-schema: outside   the statement behind runs alone, outside of a transaction
 *
 * Whatever else follows "noetl-schema:" at the beginning of a line comment is a slip.
 */

#include <stdbool.h>
#include <stddef.h>

#include "domain/script.h"

enum marker_kind
{
	MARKER_COMMIT,
	MARKER_OUTSIDE,
	MARKER_UNKNOWN
};

struct script_marker
{
	enum marker_kind kind;
	size_t offset_bytes; /* of its "--" in the script */
	size_t end_bytes;    /* behind the comment */
	bool has_a_line_of_its_own;
};

/* The first marker in blanks and comments of a script, which end before end_bytes. */
bool script_marker_find(const struct script *script, size_t start_bytes, size_t end_bytes,
                        struct script_marker *marker);

/* The first one inside of a statement, where none may stand. */
bool script_marker_find_inside(const struct script *script, size_t start_bytes, size_t end_bytes,
                               struct script_marker *marker);

#endif
