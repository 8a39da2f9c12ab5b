#ifndef APP_APPLY_DESTRUCTION_WATCH_H
#define APP_APPLY_DESTRUCTION_WATCH_H

/*
 * Marks of the tables before and after a run of scripts.
 */

#include "app/apply/schema_run.h"

/* Marks what is there before; the caller frees the watch. */
bool destruction_watch_begin(struct schema_run *run, struct destruction_watch *watch,
                             struct failure *failure);

/*
 * Marks what is there after the scripts that were run last. Does nothing where nothing is watched.
 * To be called before a repetition that may be rolled back: counters would keep what it did.
 */
bool destruction_watch_measure(struct schema_run *run, struct failure *failure);

void destruction_watch_free(struct destruction_watch *watch);
#define cleanup_destruction_watch __attribute__((cleanup(destruction_watch_free)))

#endif
