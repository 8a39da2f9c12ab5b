#include "adapter/postgres/wire/cancel.h"

#include <pthread.h>
#include <stddef.h>

#ifdef LIBPQ_HAS_ASYNC_CANCEL

/* Like the session itself: encrypted, and to a verified server if the session's is. */
typedef PGcancelConn cancel_request;

static cancel_request *
cancel_make(PGconn *connection)
{
	return PQcancelCreate(connection);
}

static void
cancel_free(cancel_request *request)
{
	PQcancelFinish(request);
}

/* The answer is not awaited: the statement ends, or the session is given up. */
static void
cancel_send(cancel_request *request)
{
	(void)PQcancelBlocking(request);
}

#else

enum
{
	CANCEL_ERROR_BYTES = 256 /* as libpq's manual recommends */
};

typedef PGcancel cancel_request;

static cancel_request *
cancel_make(PGconn *connection)
{
	return PQsslInUse(connection) == 0 ? PQgetCancel(connection) : NULL;
}

static void
cancel_free(cancel_request *request)
{
	PQfreeCancel(request);
}

/* The answer is not awaited: the statement ends, or the session is given up. */
static void
cancel_send(cancel_request *request)
{
	char error[CANCEL_ERROR_BYTES];

	(void)PQcancel(request, error, sizeof error);
}

#endif

static void *
cancel_work(void *argument)
{
	cancel_send(argument);
	cancel_free(argument);
	return NULL;
}

bool
cancel_start(PGconn *connection)
{
	cancel_request *request = cancel_make(connection);
	pthread_attr_t attributes;
	pthread_t thread;
	bool is_started = false;

	if (request == NULL)
		return false;
	(void)pthread_attr_init(&attributes);
	(void)pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	is_started = pthread_create(&thread, &attributes, cancel_work, request) == 0;
	if (!is_started)
		cancel_free(request);
	(void)pthread_attr_destroy(&attributes);
	return is_started;
}
