#include <libpq-fe.h>
#include <sys/resource.h>

#include "adapter/postgres/wire/answer.h"
#include "adapter/postgres/wire/session_exchange.h"
#include "base/wait.h"

enum
{
	/*
	 * What one answer may add to the memory of the process. The definitions of fifty thousand tables
	 * are a third of it.
	 */
	ANSWER_MEMORY_KIB = 256 * 1024
};

/* The most that the process has ever had: it is asked for without reading a file. */
static long
memory_peak_kib(void)
{
	struct rusage usage = {0};

	(void)getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

static int64_t
limit_of_part(const struct exchange *exchange)
{
	const struct message *message = &exchange->session->deferred;
	const struct message_part *part = &message->parts[exchange_position(exchange).part];

	/* A script's statement takes as long as it takes. */
	return part->source.context != NULL ? ANSWER_UNLIMITED_MS : part->limit_ms;
}

void
exchange_arm(struct exchange *exchange)
{
	int64_t limit_ms = limit_of_part(exchange);
	int64_t budget_end_ms = exchange->session->answers_end_ms;

	/* What is done after a stop signal has a limit of its own. */
	if (!exchange->heeds_stop)
		return;
	exchange->armed_ms = wait_now_ms();
	exchange->deadline_ms =
		limit_ms == ANSWER_UNLIMITED_MS ? WAIT_FOREVER : exchange->armed_ms + limit_ms;
	if (budget_end_ms != WAIT_FOREVER &&
	    (exchange->deadline_ms == WAIT_FOREVER || budget_end_ms < exchange->deadline_ms))
		exchange->deadline_ms = budget_end_ms;
	exchange->memory_limit_kib = memory_peak_kib() + ANSWER_MEMORY_KIB;
}

bool
exchange_is_late(const struct exchange *exchange)
{
	return exchange->deadline_ms != WAIT_FOREVER && wait_now_ms() >= exchange->deadline_ms;
}

bool
exchange_is_too_large(const struct exchange *exchange)
{
	return exchange->memory_limit_kib > 0 && memory_peak_kib() > exchange->memory_limit_kib;
}

/* The program reads none of them, and libpq would keep them all. */
void
exchange_drop_notifications(PGconn *connection)
{
	PGnotify *notification = NULL;

	while ((notification = PQnotifies(connection)) != NULL)
		PQfreemem(notification);
}
