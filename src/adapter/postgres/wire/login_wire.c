#include "adapter/postgres/wire/login_wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>

#include "adapter/postgres/wire/login_packet.h"

/*
 * The functions that the libraries call. In C they have names of our own, because the headers may
 * define some of them as macros or inline functions. A static program has the real ones under the
 * same names: there the linker turns each call of recv() into one of __wrap_recv().
 */
#ifdef NOETL_SCHEMA_STATIC
#define CALLED(name) __asm__("__wrap_" name)
#else
#define CALLED(name) __asm__(name)
#endif

ssize_t wire_receive(int descriptor, void *buffer, size_t length, int flags) CALLED("recv");
ssize_t wire_send(int descriptor, const void *bytes, size_t length, int flags) CALLED("send");
int wire_read_tls(SSL *tls, void *buffer, int length) CALLED("SSL_read");
int wire_write_tls(SSL *tls, const void *bytes, int length) CALLED("SSL_write");

static _Thread_local struct login_guard *watching;

void
login_wire_watch(struct login_guard *guard)
{
	watching = guard;
}

void
login_wire_leave(void)
{
	watching = NULL;
}

bool
login_wire_is_blind(const struct login_guard *guard, const PGconn *connection)
{
	ConnStatusType status = PQstatus(connection);

	return !guard->startup_was_seen && guard->stage != LOGIN_OVER &&
	       (status == CONNECTION_AWAITING_RESPONSE || status == CONNECTION_AUTH_OK ||
	        status == CONNECTION_OK);
}

static bool
is_loopback(const struct sockaddr_storage *peer)
{
	const struct sockaddr_in *version4 = (const struct sockaddr_in *)peer;
	const struct sockaddr_in6 *version6 = (const struct sockaddr_in6 *)peer;

	if (peer->ss_family == AF_INET)
		return ntohl(version4->sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
	if (peer->ss_family != AF_INET6)
		return false;
	return IN6_IS_ADDR_LOOPBACK(&version6->sin6_addr) ||
	       (IN6_IS_ADDR_V4MAPPED(&version6->sin6_addr) &&
	        version6->sin6_addr.s6_addr[12] == IN_LOOPBACKNET);
}

/* By the socket itself: names and variables may have led libpq elsewhere. */
static enum login_route
route_of(int descriptor)
{
	struct sockaddr_storage peer = {.ss_family = AF_UNSPEC};
	socklen_t length = sizeof peer;

	if (getpeername(descriptor, (struct sockaddr *)&peer, &length) != 0)
		return LOGIN_OVER_NETWORK;
	if (peer.ss_family == AF_UNIX)
		return LOGIN_OVER_SOCKET;
	return is_loopback(&peer) ? LOGIN_OVER_LOOPBACK : LOGIN_OVER_NETWORK;
}

static struct login_channel
channel_of_tls(const SSL *tls, enum login_route route)
{
	return (struct login_channel){
		.route = route,
		.is_encrypted = true,
		.server_is_verified = (SSL_get_verify_mode(tls) & SSL_VERIFY_PEER) != 0 &&
	                          SSL_get_verify_result(tls) == X509_V_OK,
		.client_has_certificate = SSL_get_certificate(tls) != NULL,
	};
}

/* To libpq a stopped login looks like a connection that broke. */
static int
break_connection(void)
{
	errno = ECONNRESET;
	return -1;
}

ssize_t
wire_receive(int descriptor, void *buffer, size_t length, int flags)
{
	struct login_guard *guard = watching;
	ssize_t received = recvfrom(descriptor, buffer, length, flags, NULL, NULL);

	if (guard == NULL || received <= 0 || guard->channel.is_encrypted)
		return received;
	if (login_guard_receive(guard, buffer, (size_t)received))
		return received;
	explicit_bzero(buffer, (size_t)received);
	return break_connection();
}

#if defined(__GLIBC__) && !defined(NOETL_SCHEMA_STATIC)
/* What the compiler makes of recv() in a libpq that was built with _FORTIFY_SOURCE=3. */
ssize_t wire_receive_checked(int descriptor, void *buffer, size_t length, size_t room, int flags)
	CALLED("__recv_chk");

ssize_t
wire_receive_checked(int descriptor, void *buffer, size_t length, size_t room, int flags)
{
	return wire_receive(descriptor, buffer, length < room ? length : room, flags);
}
#endif

ssize_t
wire_send(int descriptor, const void *bytes, size_t length, int flags)
{
	struct login_guard *guard = watching;

	if (guard != NULL && packet_begins_connection(bytes, length))
		login_guard_begin(guard, &(struct login_channel){.route = route_of(descriptor)});
	if (guard == NULL || guard->channel.is_encrypted)
		return sendto(descriptor, bytes, length, flags, NULL, 0);
	if (!login_guard_may_send(guard, bytes, length))
		return break_connection();

	ssize_t sent = sendto(descriptor, bytes, length, flags, NULL, 0);

	if (sent > 0)
		login_guard_sent(guard, bytes, length, (size_t)sent);
	return sent;
}

int
wire_read_tls(SSL *tls, void *buffer, int length)
{
	struct login_guard *guard = watching;
	size_t received = 0;

	if (SSL_read_ex(tls, buffer, length > 0 ? (size_t)length : 0, &received) != 1)
		return -1;
	if (guard == NULL || login_guard_receive(guard, buffer, received))
		return (int)received;
	explicit_bzero(buffer, received);
	return break_connection();
}

int
wire_write_tls(SSL *tls, const void *bytes, int length)
{
	struct login_guard *guard = watching;
	size_t length_bytes = length > 0 ? (size_t)length : 0;
	size_t sent = 0;

	if (guard != NULL && packet_begins_connection(bytes, length_bytes))
	{
		struct login_channel channel = channel_of_tls(tls, guard->channel.route);

		login_guard_begin(guard, &channel);
	}
	if (guard != NULL && !login_guard_may_send(guard, bytes, length_bytes))
		return break_connection();
	if (SSL_write_ex(tls, bytes, length_bytes, &sent) != 1)
		return -1;
	if (guard != NULL)
		login_guard_sent(guard, bytes, length_bytes, sent);
	return (int)sent;
}
