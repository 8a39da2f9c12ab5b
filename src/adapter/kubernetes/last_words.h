#ifndef ADAPTER_KUBERNETES_LAST_WORDS_H
#define ADAPTER_KUBERNETES_LAST_WORDS_H

/*
 * What a run says at its end, to the Pod and to the Job: each adds its sentences to
 * a message.
 */

#include "base/failure.h"
#include "base/text.h"
#include "port/cluster.h"

/* Cause first, then hint: whoever reads only the beginning has what matters. */
void last_words_append_failure(struct text *message, const struct failure *failure);

/* Sentences about targets that are done; may be empty. */
void last_words_append_done(struct text *message, const char *done);

/* What the API did not take, for whoever has only the Pod to look at. */
void last_words_append_untold(struct text *message, const struct cluster_failures *untold);

#endif
