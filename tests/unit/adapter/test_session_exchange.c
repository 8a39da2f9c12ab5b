/*
 * What a socket does only once in thousands of times. libpq's functions are this file's own:
 * the linker prefers them to those of the shared library.
 */
#include "adapter/postgres/session_exchange.h"

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

static int
set_up(void **state)
{
	(void)state;
	return socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
}

static int
tear_down(void **state)
{
	(void)state;
	return close(ends[0]) | close(ends[1]);
}

/*
 * Room in the socket may come between two looks. Then there is nothing more to send, and a
 * server that waits for the rest of a COPY has nothing to say either.
 */
static void
test_exchange__flush_waits_for_no_answer(void **state)
{
	(void)state;
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_exchange__flush_waits_for_no_answer, set_up,
	                                    tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
