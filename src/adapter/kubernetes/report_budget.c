#include "adapter/kubernetes/report_budget.h"

#include "base/stop_signal.h"

enum
{
	CLOSING_BUDGET_MS = 5000,
	/* The whole program has one second then, which includes the rollback. */
	STOPPED_BUDGET_MS = 600,
	STOPPED_CALL_MS = 300,
	/* A call with less time than this can only fail. */
	LEAST_CALL_MS = 50
};

static int64_t
budget_now_ms(const struct report_budget *budget)
{
	return budget->clock->now_ms(budget->clock->context);
}

void
report_budget_begin(struct report_budget *budget)
{
	budget->closing_deadline_ms = 0;
}

void
report_budget_close(struct report_budget *budget)
{
	if (budget->closing_deadline_ms == 0)
		budget->closing_deadline_ms = budget_now_ms(budget) + CLOSING_BUDGET_MS;
}

static int64_t
least(int64_t one, int64_t another)
{
	return one < another ? one : another;
}

int64_t
report_budget_ms(struct report_budget *budget, int64_t wanted_ms)
{
	int64_t allowed_ms = wanted_ms;

	if (stop_signal_was_received())
	{
		if (budget->stopped_deadline_ms == 0)
			budget->stopped_deadline_ms = budget_now_ms(budget) + STOPPED_BUDGET_MS;
		allowed_ms = least(least(allowed_ms, STOPPED_CALL_MS),
		                   budget->stopped_deadline_ms - budget_now_ms(budget));
	}
	if (budget->closing_deadline_ms != 0)
		allowed_ms = least(allowed_ms, budget->closing_deadline_ms - budget_now_ms(budget));
	return allowed_ms >= LEAST_CALL_MS ? allowed_ms : 0;
}
