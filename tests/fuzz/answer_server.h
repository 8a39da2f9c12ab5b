#ifndef ANSWER_SERVER_H
#define ANSWER_SERVER_H

/*
 * A PostgreSQL server that lets everybody in and says what it was told to say, whatever it is
 * asked. It runs in a thread.
 *
 * bytes  messages: type, two bytes of length, body. They get the frame of the protocol, so that a
 *        fuzzer need not count. "Ready" and the question for the data of COPY end a turn: what follows is said
 *        to the next question.
 *        Behind the last one the connection ends.
 *
 * Returns the folder of its socket.
 */

#include <stddef.h>
#include <stdint.h>

#define ANSWER_SERVER_PORT "5432"

const char *answer_server_say(const uint8_t *bytes, size_t length_bytes);

#endif
