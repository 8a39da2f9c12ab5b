#ifndef ADAPTER_KUBERNETES_API_TRANSFER_H
#define ADAPTER_KUBERNETES_API_TRANSFER_H

/*
 * One HTTP exchange by libcurl, which a stop signal ends.
 */

#include <stdbool.h>
#include <stdint.h>

#include "adapter/kubernetes/api_access.h"
#include "adapter/kubernetes/api_request.h"
#include "base/failure.h"
#include "base/text.h"

struct api_transfer;

struct api_transfer *api_transfer_new(const struct api_access *access);
void api_transfer_free(struct api_transfer *transfer);

struct api_exchange
{
	long status;
	int64_t retry_after_ms; /* 0: the answer names none */
	struct text answer;
	bool may_try_again; /* of a failure: the connection was refused, dropped, too slow */
};

/* The token and the certificates are read here, for this exchange. The caller frees .answer. */
bool api_transfer_run(struct api_transfer *transfer, const struct api_request *request,
                      int64_t timeout_ms, struct api_exchange *exchange, struct failure *failure);

#endif
