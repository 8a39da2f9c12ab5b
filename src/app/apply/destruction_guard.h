#ifndef APP_APPLY_DESTRUCTION_GUARD_H
#define APP_APPLY_DESTRUCTION_GUARD_H

/*
 * Nothing is destroyed unasked (docs/destructive.md): what scripts do is measured at its end, by
 * counters and catalogs and not by words, and is undone if rows would be lost.
 */

#include "app/apply/schema_run.h"

/* Runs in the transaction that is open; may be run again after it was rolled back. */
struct guarded_work
{
	bool (*run)(struct schema_run *run, void *context, struct failure *failure);
	void *context;
};

/*
 * Does the work. What it destroys is FAILURE_DESTRUCTIVE with what would be lost and the flag that
 * would allow it; the caller rolls back. Only the work is done where all may be destroyed: by
 * SETTING_DESTRUCTIVE, by a reset, and in the schema of a bundle that is made just now.
 */
bool destruction_guard(struct schema_run *run, const struct guarded_work *work,
                       struct failure *failure);

/* script_sequence_run_to_fixed_point() under guard. */
bool destruction_guard_scripts(struct schema_run *run, struct definitions *definitions,
                               struct failure *failure);

#endif
