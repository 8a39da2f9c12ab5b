#include "answer_server.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"

#define REQUIRE(condition) ((condition) ? (void)0 : abort())

enum
{
	MESSAGE_HEADER_BYTES = 3,
	CLIENT_LIMIT = 64,
	CLIENT_BYTES = 65536
};

static char folder[] = "/tmp/fuzz_answer_XXXXXX";
static int listener = -1;
static pthread_mutex_t stream_lock = PTHREAD_MUTEX_INITIALIZER;
static struct text stream; /* what the server says; under the lock */

static void
append_message(struct text *answers, char type, const void *body, size_t length_bytes)
{
	uint32_t length = htonl((uint32_t)length_bytes + sizeof length);

	text_append_bytes(answers, &type, 1);
	text_append_bytes(answers, (const char *)&length, sizeof length);
	text_append_bytes(answers, body, length_bytes);
}

static void
append_login(struct text *answers)
{
	static const char version[] = "server_version\0"
								  "15.6";
	static const char standby[] = "in_hot_standby\0"
								  "off";
	static const char key[8] = {0, 0, 0, 7, 0, 0, 0, 1};

	append_message(answers, 'R', "\0\0\0\0", 4);
	append_message(answers, 'S', version, sizeof version);
	append_message(answers, 'S', standby, sizeof standby);
	append_message(answers, 'K', key, sizeof key);
	append_message(answers, 'Z', "I", 1);
}

static void
append_answers(struct text *answers, const uint8_t *bytes, size_t length_bytes)
{
	while (length_bytes >= MESSAGE_HEADER_BYTES)
	{
		size_t wanted = (size_t)bytes[1] << 8 | bytes[2];
		size_t given = wanted < length_bytes - MESSAGE_HEADER_BYTES
		                   ? wanted
		                   : length_bytes - MESSAGE_HEADER_BYTES;

		append_message(answers, (char)bytes[0], bytes + MESSAGE_HEADER_BYTES, given);
		bytes += MESSAGE_HEADER_BYTES + given;
		length_bytes -= MESSAGE_HEADER_BYTES + given;
	}
}

/* How much is said at a time: up to where the server is ready or asks for the data of COPY: it waits for the client then. */
static size_t
length_of_turn(const char *bytes, size_t length_bytes)
{
	size_t turn_bytes = 0;

	while (turn_bytes < length_bytes)
	{
		char type = bytes[turn_bytes];
		uint32_t length = 0;

		memcpy(&length, bytes + turn_bytes + 1, sizeof length);
		turn_bytes += 1 + ntohl(length);
		if (type == 'Z' || type == 'G')
			break;
	}
	return turn_bytes;
}

/* Reads all of it, or gives up. */
static bool
receive_bytes(int client, void *bytes, size_t length_bytes)
{
	return length_bytes == 0 ||
	       recv(client, bytes, length_bytes, MSG_WAITALL) == (ssize_t)length_bytes;
}

/* One message of the client's, of which only the type matters; 0 for the startup, which has none. */
static bool
receive_message(int client, bool has_type, char *type)
{
	static char ignored[CLIENT_BYTES];
	uint32_t length = 0;
	size_t left_bytes = 0;

	*type = '\0';
	if ((has_type && !receive_bytes(client, type, 1)) ||
	    !receive_bytes(client, &length, sizeof length))
		return false;
	for (left_bytes = ntohl(length) - sizeof length; left_bytes > sizeof ignored;
	     left_bytes -= sizeof ignored)
	{
		if (!receive_bytes(client, ignored, sizeof ignored))
			return false;
	}
	return receive_bytes(client, ignored, left_bytes);
}

/* Waits until the client waits for an answer: what is only a part of its question is passed over. */
static bool
receive_question(int client, bool is_startup)
{
	char type = '\0';

	do
	{
		if (!receive_message(client, !is_startup, &type))
			return false;
	} while (!is_startup && strchr("QSX", type) == NULL);
	return true;
}

/* One turn for each question of the client's, whatever it asks. */
static void
serve_client(int client, const char *bytes, size_t length_bytes)
{
	bool is_startup = true;

	for (; length_bytes > 0 && receive_question(client, is_startup); is_startup = false)
	{
		size_t turn_bytes = length_of_turn(bytes, length_bytes);

		for (size_t sent_bytes = 0; sent_bytes < turn_bytes;)
		{
			ssize_t now_bytes =
				send(client, bytes + sent_bytes, turn_bytes - sent_bytes, MSG_NOSIGNAL);

			if (now_bytes <= 0)
				return;
			sent_bytes += (size_t)now_bytes;
		}
		bytes += turn_bytes;
		length_bytes -= turn_bytes;
	}
}

static void *
serve(void *argument)
{
	(void)argument;
	for (;;)
	{
		int client = accept(listener, NULL, NULL);

		(void)pthread_mutex_lock(&stream_lock);

		size_t length_bytes = stream.length_bytes;
		char *bytes = memory_copy_bytes(text_bytes(&stream), length_bytes);

		(void)pthread_mutex_unlock(&stream_lock);
		serve_client(client, bytes, length_bytes);
		free(bytes);
		(void)shutdown(client, SHUT_WR);
		/* What it has said last is read before it is gone. */
		while (recv(client, &(char){0}, 1, 0) > 0)
			continue;
		(void)close(client);
	}
	return NULL;
}

static void
begin_to_serve(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	pthread_t thread;

	if (listener >= 0)
		return;
	REQUIRE(mkdtemp(folder) != NULL);
	(void)snprintf(address.sun_path, sizeof address.sun_path, "%s/.s.PGSQL." ANSWER_SERVER_PORT,
	               folder);
	listener = socket(AF_UNIX, SOCK_STREAM, 0);
	REQUIRE(bind(listener, (struct sockaddr *)&address, sizeof address) == 0);
	REQUIRE(listen(listener, CLIENT_LIMIT) == 0);
	REQUIRE(pthread_create(&thread, NULL, serve, NULL) == 0);
}

const char *
answer_server_say(const uint8_t *bytes, size_t length_bytes)
{
	begin_to_serve();
	(void)pthread_mutex_lock(&stream_lock);
	text_clear(&stream);
	append_login(&stream);
	append_answers(&stream, bytes, length_bytes);
	(void)pthread_mutex_unlock(&stream_lock);
	return folder;
}
