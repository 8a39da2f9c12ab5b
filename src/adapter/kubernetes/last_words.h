#ifndef ADAPTER_KUBERNETES_LAST_WORDS_H
#define ADAPTER_KUBERNETES_LAST_WORDS_H

/*
 * What a run reports at its end, on the Pod and on the Job. Each function adds its sentences to a
 * message.
 */

#include "base/failure.h"
#include "base/text.h"
#include "port/cluster.h"

/*
 * Why a run failed, if it did, and what was done before that (sentences about targets, or empty).
 * Cause first, then hint: the beginning has what matters. Where limit_bytes would cut off the hint,
 * the cause is cut instead, down to half of the limit.
 */
void last_words_append_end(struct text *message, const struct run_end *end, const char *done,
                           size_t limit_bytes);

/* A sentence about a target that is done. */
void last_words_append_done(struct text *done, const struct run_report *report);

/* Reports that the API did not get, for a reader who has only the Pod. */
void last_words_append_untold(struct text *message, const struct cluster_failures *untold);

#endif
