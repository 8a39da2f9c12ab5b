#include "adapter/kubernetes/api_client.h"

#include <stdlib.h>

#include "adapter/kubernetes/api_answer.h"
#include "adapter/kubernetes/api_status.h"
#include "adapter/kubernetes/api_transfer.h"
#include "base/memory.h"
#include "base/stop_signal.h"
#include "domain/backoff.h"

enum
{
	API_BACKOFF_BASE_MS = 100,
	API_BACKOFF_CAP_MS = 1000,
	/*
	 * A stop signal does not end a call that begins after it, and the whole program has one second
	 * left then.
	 */
	API_STOPPED_BUDGET_MS = 300,
	/* No exchange begins with less time than this. */
	API_LEAST_EXCHANGE_MS = 50
};

struct api_client
{
	const struct clock *clock;
	struct api_transfer *transfer;
};

struct api_client *
api_client_new(const struct api_access *access, const struct clock *clock)
{
	struct api_client *client = memory_allocate(1, sizeof *client);

	client->clock = clock;
	client->transfer = api_transfer_new(access);
	return client;
}

void
api_client_free(struct api_client *client)
{
	if (client == NULL)
		return;
	api_transfer_free(client->transfer);
	free(client);
}

static bool
fail_status(const struct api_request *request, const struct api_exchange *exchange,
            struct failure *failure)
{
	const struct api_meaning *meaning = api_meaning_of(exchange->status);
	char words[FAILURE_DETAIL_BYTES / 2];

	api_answer_message(&exchange->answer, words, sizeof words);
	fail(failure, meaning->kind,
	     "cannot %s %s in namespace \"%s\": the Kubernetes API answered %ld: %s", request->verb,
	     request->resource, request->namespace, exchange->status,
	     words[0] != '\0' ? words : meaning->words);
	if (meaning->kind != FAILURE_DENIED)
		return false;
	return fail_hint(failure, "%sA Role with this rule allows it: %s.",
	                 meaning->remedy == API_RENEW_TOKEN
	                     ? "Check that the token or client certificate is this cluster's and has "
	                       "not expired. "
	                     : "",
	                 request->rule);
}

struct attempt_state
{
	struct backoff backoff;
	int64_t deadline_ms;
	bool token_was_renewed;
};

/* How long to wait before the next try; negative: do not try again. */
static int64_t
pause_before_retry_ms(struct attempt_state *state, const struct clock *clock,
                      const struct api_exchange *exchange, bool has_answer)
{
	enum api_remedy remedy = has_answer                ? api_meaning_of(exchange->status)->remedy
	                         : exchange->may_try_again ? API_TRY_AGAIN
	                                                   : API_GIVE_UP;

	if (remedy == API_RENEW_TOKEN && !state->token_was_renewed)
	{
		state->token_was_renewed = true;
		return 0;
	}
	if (remedy != API_TRY_AGAIN)
		return -1;
	if (exchange->retry_after_ms > 0)
		return exchange->retry_after_ms;
	return backoff_next_ms(&state->backoff, clock->random_unit(clock->context));
}

static int64_t
call_budget_ms(const struct api_request *request)
{
	if (stop_signal_was_received() && request->budget_ms > API_STOPPED_BUDGET_MS)
		return API_STOPPED_BUDGET_MS;
	return request->budget_ms;
}

bool
api_client_call(struct api_client *client, const struct api_request *request, long *status,
                struct text *answer, struct failure *failure)
{
	const struct clock *clock = client->clock;
	struct attempt_state state = {
		.backoff = {.base_ms = API_BACKOFF_BASE_MS, .cap_ms = API_BACKOFF_CAP_MS},
		.deadline_ms = clock->now_ms(clock->context) + call_budget_ms(request),
	};

	for (;;)
	{
		int64_t left_ms = state.deadline_ms - clock->now_ms(clock->context);
		struct api_exchange exchange = {0};
		bool has_answer = api_transfer_run(client->transfer, request, left_ms > 1 ? left_ms : 1,
		                                   &exchange, failure);

		*status = exchange.status;
		if (has_answer && api_meaning_of(exchange.status)->remedy == API_DONE)
		{
			*answer = exchange.answer;
			return true;
		}
		if (has_answer)
			fail_status(request, &exchange, failure);
		else
			fail_context(failure, "cannot %s %s in namespace \"%s\"", request->verb,
			             request->resource, request->namespace);

		int64_t pause_ms = pause_before_retry_ms(&state, clock, &exchange, has_answer);

		/* It may be half a Secret. */
		text_wipe_and_free(&exchange.answer);
		left_ms = state.deadline_ms - clock->now_ms(clock->context);
		if (pause_ms < 0 || pause_ms + API_LEAST_EXCHANGE_MS > left_ms)
			return false;
		if (!clock->sleep_ms(clock->context, pause_ms))
			return stop_signal_fail(failure, "talking to the Kubernetes API");
	}
}
