#ifndef ADAPTER_POSTGRES_WIRE_LOGIN_GUARD_H
#define ADAPTER_POSTGRES_WIRE_LOGIN_GUARD_H

/*
 * Watches one login, byte by byte in both directions, and stops it before libpq acts on a message
 * that would take a password to a server which has not proved itself.
 *
 * libpq before version 16 answers every request of a server, in clear text if asked, and no version
 * insists that SCRAM is finished before the server says that all is well. The guard knows the one
 * order in which the messages of a login may come, and which of them this login allows.
 *
 * Invariant: an answer with a password in any form leaves only in a stage that a judged question of
 * the server led to. After a refusal nothing passes any more.
 *
 * The guard reads and writes nothing itself: login_wire.h shows it what passes.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum
{
	/* libpq takes none longer either (fe-connect.c, "authentication request"). */
	LOGIN_QUESTION_BYTES = 2048,
	/* A login is a few kB. libpq would keep in memory everything that a server sends. */
	LOGIN_BYTES = 1 << 20
};

/* The way to the server, which decides who may listen or answer in its place. */
enum login_route
{
	LOGIN_OVER_NETWORK,
	LOGIN_OVER_LOOPBACK,
	LOGIN_OVER_SOCKET /* AF_UNIX: this machine */
};

struct login_channel
{
	enum login_route route;
	bool is_encrypted;
	bool server_is_verified;     /* by a certificate of an authority that the settings name */
	bool client_has_certificate; /* we have one that the server may ask for */
};

enum login_stage
{
	LOGIN_SILENT, /* nothing was sent on the connection yet */
	LOGIN_ENCRYPTION_ASKED,
	LOGIN_ENCRYPTING,
	LOGIN_STARTED, /* the startup packet names the user */
	LOGIN_CLEAR_TEXT_DUE,
	LOGIN_MD5_DUE,
	LOGIN_SCRAM_DUE,
	LOGIN_SCRAM_PROOF_DUE,
	LOGIN_ANSWERED,
	LOGIN_SCRAM_BEGUN,
	LOGIN_SCRAM_PROVED,  /* we have; the server's proof is due */
	LOGIN_SERVER_PROVED, /* its signature is there, and libpq ends the login if it is wrong */
	LOGIN_ADMITTED,
	LOGIN_READY, /* for queries */
	LOGIN_OVER   /* an error, or no PostgreSQL at all: libpq says what, and answers nothing */
};

enum login_refusal
{
	LOGIN_NOT_REFUSED,
	LOGIN_METHOD_UNKNOWN,     /* neither a question that libpq can answer nor one that we would */
	LOGIN_METHOD_NOT_ALLOWED, /* by NOETL_AUTH */
	LOGIN_CLEAR_TEXT_EXPOSED, /* allowed, but others might listen */
	LOGIN_UNASKED,            /* let in without a question */
	LOGIN_OUT_OF_TURN,
	LOGIN_TOO_EARLY, /* bytes before they can be an answer, which TLS would not cover */
	LOGIN_MALFORMED,
	LOGIN_TOO_LARGE,
	LOGIN_TOO_MANY_ITERATIONS,
	LOGIN_ANSWER_WITHHELD /* libpq was about to send what no server may ask for */
};

struct login_guard
{
	int64_t allowed;    /* a set of enum authentication_method */
	bool has_password;  /* one that libpq might send */
	bool must_be_asked; /* even with a certificate or over a socket: see domain/login.h */
	struct login_channel channel;
	enum login_stage stage;
	bool startup_was_seen;  /* the packet that names the user; every question comes after it */
	bool server_has_proved; /* by SCRAM */
	unsigned char message[LOGIN_QUESTION_BYTES];
	size_t message_bytes; /* so far */
	size_t passing_bytes; /* left of a message that is no question */
	size_t leaving_bytes; /* left of a packet that was judged and sent in part */
	size_t received_bytes;
	enum login_refusal refusal;
	enum login_stage refused_in;
	uint32_t question;        /* the last one */
	uint64_t iteration_count; /* that the server asked for */
};

/*
 * A packet that begins a connection is about to leave. The previous connection is forgotten, since
 * libpq falls back to another one by itself. The channel is what is known of the new one.
 */
void login_guard_begin(struct login_guard *guard, const struct login_channel *channel);

/* False, now and from then on, if libpq must not see these bytes. */
bool login_guard_receive(struct login_guard *guard, const unsigned char *bytes,
                         size_t length_bytes);
/* False if they must not leave. */
bool login_guard_may_send(struct login_guard *guard, const unsigned char *bytes,
                          size_t length_bytes);
/* So many of the bytes that might leave have left. */
void login_guard_sent(struct login_guard *guard, const unsigned char *bytes, size_t length_bytes,
                      size_t sent_bytes);

/* Whether the server is the one that is meant: by SCRAM, a certificate, or being this machine. */
bool login_guard_server_is_proved(const struct login_guard *guard);

#endif
