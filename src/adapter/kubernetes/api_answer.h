#ifndef ADAPTER_KUBERNETES_API_ANSWER_H
#define ADAPTER_KUBERNETES_API_ANSWER_H

/*
 * Reads answers of the Kubernetes API, which may be any bytes.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/*
 * The message in the Status object of a refusal, as one line of UTF-8; cut at a character if it is
 * long, empty if there is none.
 */
void api_answer_message(const struct text *answer, char *message, size_t message_bytes);

/* The name of the object that was made, or NULL; the caller frees it. */
char *api_answer_name(const struct text *answer);

/*
 * Milliseconds of a header "Retry-After: SECONDS"; 0 for any other line, and for a date, which
 * the API server does not send.
 */
int64_t api_answer_retry_after_ms(const char *line, size_t length_bytes);

#endif
