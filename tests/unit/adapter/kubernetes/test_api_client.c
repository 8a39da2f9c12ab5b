#include "adapter/kubernetes/api_client.h"

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "adapter/clock/system_clock.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/stop_signal.h"
#include "unit_test.h"

enum
{
	WANTED_BUDGET_MS = 20000,
	MUCH_LESS_MS = 5000
};

/* Takes connections, by the kernel's hand, and never answers. */
static int
open_silent_server(in_port_t *port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t address_bytes = sizeof address;
	int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(bind(server, (struct sockaddr *)&address, address_bytes), 0);
	assert_int_equal(listen(server, 1), 0);
	assert_int_equal(getsockname(server, (struct sockaddr *)&address, &address_bytes), 0);
	*port = ntohs(address.sin_port);
	return server;
}

static void
test_api_client__a_call_after_a_stop_is_short(UNUSED void **state)
{
	const struct clock *clock = system_clock();
	in_port_t port = 0;
	cleanup_descriptor int server = open_silent_server(&port);
	cleanup_api_access struct api_access access = {
		.url = memory_format("http://127.0.0.1:%u", (unsigned int)port)};
	struct api_client *client = api_client_new(&access, clock);
	struct api_request request = {.method = "GET",
	                              .path = "/",
	                              .budget_ms = WANTED_BUDGET_MS,
	                              .verb = "get",
	                              .namespace = "n",
	                              .resource = "pods",
	                              .rule = ""};
	struct failure failure = {0};
	struct text answer = TEXT_EMPTY;
	long status = 0;

	assert_true(server >= 0);
	assert_true(stop_signal_install(&failure));
	(void)raise(SIGTERM);

	int64_t began_ms = clock->now_ms(clock->context);

	assert_false(api_client_call(client, &request, &status, &answer, &failure));
	assert_int_equal(failure.kind, FAILURE_UNREACHABLE);
	assert_true(clock->now_ms(clock->context) - began_ms < MUCH_LESS_MS);
	api_client_free(client);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_api_client__a_call_after_a_stop_is_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
