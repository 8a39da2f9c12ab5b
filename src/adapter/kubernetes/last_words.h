#ifndef ADAPTER_KUBERNETES_LAST_WORDS_H
#define ADAPTER_KUBERNETES_LAST_WORDS_H

/*
 * What a run says at its end, to the Pod and to the Job: each adds its sentences to
 * a message.
 */

#include "base/failure.h"
#include "base/text.h"
#include "port/cluster.h"

/*
 * Why a run failed, if it did, and what was done before that (sentences about targets, or
 * empty). Cause first, then hint: whoever reads only the beginning has what matters. Where
 * limit_bytes would cut the hint off, the cause gives way, down to half of them.
 */
void last_words_append_end(struct text *message, const struct run_end *end, const char *done,
                           size_t limit_bytes);

/* What the API did not take, for whoever has only the Pod to look at. */
void last_words_append_untold(struct text *message, const struct cluster_failures *untold);

#endif
