/*
 * What a socket does only once in thousands of times. libpq's functions are this file's own:
 * the linker prefers them to those of the shared library.
 */
#include "adapter/postgres/wire/session_exchange.h"

#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/wait.h"
#include "unit_test.h"

enum
{
	LIMIT_MS = 2000
};

static int ends[2];       /* ours, and a server's that never says anything */
static int unsent_counts; /* how many more times something is left to send */

int
PQflush(PGconn *connection)
{
	(void)connection;
	if (unsent_counts == 0)
		return 0;
	unsent_counts--;
	return 1;
}

int
PQsocket(const PGconn *connection)
{
	(void)connection;
	return ends[0];
}

int
PQconsumeInput(PGconn *connection)
{
	(void)connection;
	return 1;
}

ConnStatusType
PQstatus(const PGconn *connection)
{
	(void)connection;
	return CONNECTION_OK;
}

int
PQisBusy(PGconn *connection)
{
	(void)connection;
	return 1;
}

static int request;             /* what a request to cancel is, for cancel.c */
static atomic_int cancel_count; /* requests come from threads */

#ifdef LIBPQ_HAS_ASYNC_CANCEL
PGcancelConn *
PQcancelCreate(PGconn *connection)
{
	(void)connection;
	return (PGcancelConn *)&request;
}

int
PQcancelBlocking(PGcancelConn *cancel)
{
	(void)cancel;
	atomic_fetch_add(&cancel_count, 1);
	return 1;
}

void
PQcancelFinish(PGcancelConn *cancel)
{
	(void)cancel;
}
#else
int
PQsslInUse(PGconn *connection)
{
	(void)connection;
	return 0;
}

PGcancel *
PQgetCancel(PGconn *connection)
{
	(void)connection;
	return (PGcancel *)&request;
}

int
PQcancel(PGcancel *cancel, char *errbuf, int errbufsize)
{
	(void)cancel;
	(void)errbufsize;
	errbuf[0] = '\0';
	atomic_fetch_add(&cancel_count, 1);
	return 1;
}

void
PQfreeCancel(PGcancel *cancel)
{
	(void)cancel;
}
#endif

static int
set_up(UNUSED void **state)
{
	return socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
}

static int
tear_down(UNUSED void **state)
{
	return close(ends[0]) | close(ends[1]);
}

/*
 * Room in the socket may come between two looks. Then there is nothing more to send, and a
 * server that waits for the rest of a COPY has nothing to say either.
 */
static void
test_exchange__flush_waits_for_no_answer(UNUSED void **state)
{
	for (int count = 0; count < 4; count++)
	{
		struct message_part part = {.purpose = "copy"};
		struct session session = {.deferred = {.parts = &part, .part_count = 1}};
		struct failure failure = {0};
		struct exchange exchange = {
			.session = &session,
			.failure = &failure,
			.deadline_ms = wait_now_ms() + LIMIT_MS,
		};

		unsent_counts = count;
		assert_true(exchange_flush(&exchange));
		assert_int_equal(unsent_counts, 0);
	}
}

/* How often a server is asked that is silent until it is given up. */
static int
count_cancels(bool has_failed)
{
	struct message_part part = {.purpose = "run the script"};
	struct session session = {.deferred = {.parts = &part, .part_count = 1}};
	struct failure failure = {0};
	struct exchange exchange = {.session = &session, .failure = &failure, .heeds_stop = true};

	unsent_counts = 0;
	atomic_store(&cancel_count, 0);
	exchange_stop(&exchange);
	exchange.has_failed = has_failed;
	assert_false(exchange_wait(&exchange));
	assert_true(session.is_lost);
	return atomic_load(&cancel_count);
}

/* A request that comes between two statements is forgotten by the server, which goes on. */
static void
test_exchange__cancelling_is_asked_for_more_than_once(UNUSED void **state)
{
	assert_true(count_cancels(false) > 2);
}

static void
test_exchange__after_a_refusal_nothing_is_cancelled_any_more(UNUSED void **state)
{
	assert_true(count_cancels(true) <= 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_exchange__flush_waits_for_no_answer, set_up,
	                                    tear_down),
		cmocka_unit_test_setup_teardown(test_exchange__cancelling_is_asked_for_more_than_once,
	                                    set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_exchange__after_a_refusal_nothing_is_cancelled_any_more, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
