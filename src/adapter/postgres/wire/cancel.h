#ifndef ADAPTER_POSTGRES_WIRE_CANCEL_H
#define ADAPTER_POSTGRES_WIRE_CANCEL_H

#include <libpq-fe.h>
#include <stdbool.h>

enum
{
	CANCEL_LIMIT_MS = 500, /* half of the second in which a stop signal must have been obeyed */
	CANCEL_AGAIN_MS = 120  /* one that comes between two statements is forgotten */
};

/*
 * Asks the server to give up the statement that runs, and does not wait.
 *
 * libpq opens a second connection and blocks on it, for minutes if packets are dropped. So a thread
 * does it, and is abandoned if it takes too long.
 *
 * Before version 17 libpq sends the key of the session in clear text there, even if the session is
 * encrypted. Then no request is sent and the result is false. Close the connection: the server ends
 * the statement when it notices (session_settings.c).
 */
bool cancel_start(PGconn *connection);

#endif
