#ifndef ADAPTER_KUBERNETES_API_CLIENT_H
#define ADAPTER_KUBERNETES_API_CLIENT_H

/*
 * Calls of the Kubernetes API over one connection, which stays open.
 *
 * Answers are bounded in size; redirects are not followed; TLS is verified unless a kubeconfig says
 * otherwise. A call that may succeed a moment later (429 with its Retry-After, 5xx, a dropped
 * connection, a token that was just replaced) is tried again within the budget.
 */

#include <stdbool.h>
#include <stdint.h>

#include "adapter/kubernetes/api_access.h"
#include "adapter/kubernetes/api_request.h"
#include "base/failure.h"
#include "base/text.h"
#include "port/clock.h"

struct api_client;

/* access and clock are borrowed for the client's life. */
struct api_client *api_client_new(const struct api_access *access, const struct clock *clock);
void api_client_free(struct api_client *client);

/*
 * status   the HTTP status of any answer; 0 if there was none
 * answer   the body, at most API_ANSWER_LIMIT_BYTES; the caller frees it
 *
 * True for 2xx. Failures: FAILURE_DENIED for 401 and 403, with the rule that would allow it
 * as hint; FAILURE_UNREACHABLE when no answer came in time; FAILURE_SETTINGS for TLS that cannot be
 * verified; FAILURE_INTERRUPTED; FAILURE_BUG for the rest, with the API's own words.
 */
bool api_client_call(struct api_client *client, const struct api_request *request, long *status,
                     struct text *answer, struct failure *failure);

#endif
