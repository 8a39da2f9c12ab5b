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
 * libpq makes a connection of its own and blocks on it, for minutes if packets are dropped: a thread
 * does it, and is left alone with it if it takes too long.
 *
 * Before version 17 libpq sends the key of the session in the clear there, though the session itself
 * is encrypted: then nothing is asked, and false given back. Close the connection: the server
 * ends the statement when it notices (session_settings.c).
 */
bool cancel_start(PGconn *connection);

#endif
