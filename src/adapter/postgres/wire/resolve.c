#include "adapter/postgres/wire/resolve.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/stop_signal.h"
#include "base/wait.h"

enum
{
	HOST_COUNT = 100 /* each may cost seconds in which no budget is looked at */
};

/*
 * One look-up, shared by the thread that does it and the one that waits. The last user frees it, so
 * a stuck resolver can simply be abandoned.
 */
struct lookup
{
	atomic_int holder_count;
	int done_descriptor;
	char *host;
	struct addrinfo *addresses;
	int status; /* of getaddrinfo() */
	int system_error;
};

static void
lookup_release(struct lookup *lookup)
{
	if (lookup == NULL || atomic_fetch_sub(&lookup->holder_count, 1) > 1)
		return;
	if (lookup->addresses != NULL)
		freeaddrinfo(lookup->addresses);
	if (lookup->done_descriptor >= 0)
		(void)close(lookup->done_descriptor);
	free(lookup->host);
	free(lookup);
}

DEFINE_CLEANUP(cleanup_lookup_pointer, struct lookup *, lookup_release)

static int
lookup_addresses(const char *host, int flags, struct addrinfo **addresses)
{
	struct addrinfo wanted = {
		.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = flags};

	return getaddrinfo(host, NULL, &wanted, addresses);
}

static void *
lookup_work(void *argument)
{
	struct lookup *lookup = argument;

	lookup->status = lookup_addresses(lookup->host, 0, &lookup->addresses);
	lookup->system_error = errno;
	(void)eventfd_write(lookup->done_descriptor, 1);
	lookup_release(lookup);
	return NULL;
}

/* The thread's own reference is taken back if it cannot be started. */
static bool
lookup_start(struct lookup *lookup, pthread_t *thread)
{
	if (lookup->done_descriptor < 0)
		return false;
	atomic_store(&lookup->holder_count, 2);
	if (pthread_create(thread, NULL, lookup_work, lookup) == 0)
		return true;
	atomic_store(&lookup->holder_count, 1);
	return false;
}

/*
 * A thread that has answered is waited for, so that the C library has given back
 * what it keeps for each thread before the process ends; a stuck one is left behind.
 */
static enum wait_outcome
lookup_wait(const struct lookup *lookup, pthread_t thread, int64_t limit_ms)
{
	enum wait_outcome outcome =
		wait_for_descriptor(lookup->done_descriptor, POLLIN, wait_now_ms() + limit_ms, true);

	if (outcome == WAIT_READY)
		(void)pthread_join(thread, NULL);
	else
		(void)pthread_detach(thread);
	return outcome;
}

static void
append_candidate(struct candidate_list *candidates, const char *host, const char *address,
                 const char *port)
{
	*ARRAY_ADD(candidates->items, candidates->count) = (struct candidate){
		.host = memory_copy_text(host),
		.address = address != NULL ? memory_copy_text(address) : NULL,
		.port = memory_copy_text(port),
	};
}

static void
append_addresses(struct candidate_list *candidates, const struct addrinfo *addresses,
                 const char *host, const char *port)
{
	for (const struct addrinfo *each = addresses; each != NULL; each = each->ai_next)
	{
		char address[NI_MAXHOST];

		if (getnameinfo(each->ai_addr, each->ai_addrlen, address, sizeof address, NULL, 0,
		                NI_NUMERICHOST) == 0)
			append_candidate(candidates, host, address, port);
	}
}

static bool
fail_to_resolve(struct failure *failure, const char *host, const char *why)
{
	return fail(failure, FAILURE_UNREACHABLE, "cannot resolve host \"%s\": %s", host, why);
}

static bool
resolve_name(const char *host, const char *port, int64_t limit_ms,
             struct candidate_list *candidates, struct failure *failure)
{
	__attribute__((cleanup(cleanup_lookup_pointer))) struct lookup *lookup =
		memory_allocate(1, sizeof *lookup);

	pthread_t thread;

	atomic_store(&lookup->holder_count, 1);
	lookup->host = memory_copy_text(host);
	lookup->done_descriptor = eventfd(0, EFD_CLOEXEC);
	if (!lookup_start(lookup, &thread))
		return fail(failure, FAILURE_TRANSIENT, "cannot start a thread to resolve host \"%s\"",
		            host);
	switch (lookup_wait(lookup, thread, limit_ms))
	{
		case WAIT_STOPPED:
			return stop_signal_fail(failure, "resolving the server's name");
		case WAIT_TIMED_OUT:
			return fail_to_resolve(failure, host, "the name server does not answer");
		case WAIT_READY:
			break;
	}
	if (lookup->status == EAI_SYSTEM)
		return fail_to_resolve(failure, host, strerror(lookup->system_error));
	if (lookup->status != 0)
		return fail_to_resolve(failure, host, gai_strerror(lookup->status));
	append_addresses(candidates, lookup->addresses, host, port);
	return true;
}

static bool
is_socket_directory(const char *host)
{
	/* '@' begins the name of an abstract socket (libpq manual, "host"). */
	return host[0] == '/' || host[0] == '@';
}

static bool
resolve_host(const char *host, const char *port, int64_t limit_ms,
             struct candidate_list *candidates, struct failure *failure)
{
	struct addrinfo *addresses = NULL;

	if (is_socket_directory(host))
	{
		append_candidate(candidates, host, NULL, port);
		return true;
	}
	/* Numbers need no resolver and so no thread. */
	if (lookup_addresses(host, AI_NUMERICHOST, &addresses) == 0)
	{
		append_addresses(candidates, addresses, host, port);
		freeaddrinfo(addresses);
		return true;
	}
	return resolve_name(host, port, limit_ms, candidates, failure);
}

static size_t
list_length(const char *list)
{
	size_t count = 1;

	for (; *list != '\0'; list++)
		count += *list == ',';
	return count;
}

/* The text before the next comma; moves behind it. */
static char *
list_next(const char **list)
{
	size_t length = strcspn(*list, ",");
	char *item = memory_copy_bytes(*list, length);

	*list += length;
	if (**list == ',')
		(*list)++;
	return item;
}

bool
resolve_candidates(const char *hosts, const char *ports, int64_t limit_ms,
                   struct candidate_list *candidates, struct failure *failure)
{
	cleanup_candidate_list struct candidate_list found = {NULL, 0};
	size_t host_count = list_length(hosts);
	size_t port_count = list_length(ports);
	const char *next_port = ports;

	if (host_count > HOST_COUNT)
		return fail(failure, FAILURE_SETTINGS, "%zu hosts are given, more than %d", host_count,
		            HOST_COUNT);
	if (port_count != 1 && port_count != host_count)
		return fail(failure, FAILURE_SETTINGS, "%zu ports for %zu hosts: give one for each, or one",
		            port_count, host_count);
	for (const char *next_host = hosts; host_count > 0; host_count--)
	{
		cleanup_memory char *host = list_next(&next_host);
		cleanup_memory char *port = list_next(&next_port);

		if (port_count == 1)
			next_port = ports;
		if (!resolve_host(host, port, limit_ms, &found, failure) &&
		    failure->kind == FAILURE_INTERRUPTED)
			return false;
	}
	/* The failure is that of the last name. */
	if (found.count == 0)
		return false;
	*candidates = found;
	found = (struct candidate_list){NULL, 0};
	return true;
}

void
candidate_list_free(struct candidate_list *candidates)
{
	for (size_t index = 0; index < candidates->count; index++)
	{
		free(candidates->items[index].host);
		free(candidates->items[index].address);
		free(candidates->items[index].port);
	}
	free(candidates->items);
	*candidates = (struct candidate_list){NULL, 0};
}
