#include "adapter/postgres/cancel.h"

#include <pthread.h>
#include <stddef.h>

enum
{
	CANCEL_ERROR_BYTES = 256 /* as libpq's manual recommends */
};

static void *
cancel_work(void *argument)
{
	PGcancel *cancel = argument;
	char error[CANCEL_ERROR_BYTES];

	/* Nobody waits for the answer: the statement ends, or the session is given up. */
	(void)PQcancel(cancel, error, sizeof error);
	PQfreeCancel(cancel);
	return NULL;
}

void
cancel_start(PGconn *connection)
{
	PGcancel *cancel = PQgetCancel(connection);
	pthread_attr_t attributes;
	pthread_t thread;

	if (cancel == NULL)
		return;
	(void)pthread_attr_init(&attributes);
	(void)pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	if (pthread_create(&thread, &attributes, cancel_work, cancel) != 0)
		PQfreeCancel(cancel);
	(void)pthread_attr_destroy(&attributes);
}
