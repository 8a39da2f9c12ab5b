#ifndef ADAPTER_POSTGRES_CANCEL_H
#define ADAPTER_POSTGRES_CANCEL_H

#include <libpq-fe.h>

enum
{
	CANCEL_LIMIT_MS = 500 /* half of the second in which a stop signal must have been obeyed */
};

/*
 * Asks the server to give up the statement that runs, and does not wait.
 *
 * PQcancel() makes a connection of its own and blocks on it, for minutes if packets
 * are dropped: a thread does it, and is left alone with it if it takes too long.
 */
void cancel_start(PGconn *connection);

#endif
