#ifndef APP_APPLY_DESTRUCTION_WORDS_H
#define APP_APPLY_DESTRUCTION_WORDS_H

#include "app/apply/schema_run.h"

/*
 * Judges the statements that run outside of a transaction by their words, before anything has run:
 * what they do cannot be measured and undone. FAILURE_DESTRUCTIVE names the first that destroys and
 * is not allowed, with its place.
 */
bool destruction_check_words(const struct schema_run *run, const struct script *scripts,
                             size_t script_count, struct failure *failure);

#endif
