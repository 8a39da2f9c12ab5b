/*
 * Any bytes as what a server says during a login, in pieces of any length. The first byte chooses
 * what is allowed, each following one the length of the next piece.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/wire/login_guard.h"
#include "domain/authentication.h"

#define REQUIRE(condition) ((condition) ? (void)0 : abort())
#define BYTES(literal) (const unsigned char *)(literal), sizeof(literal) - 1

static const char startup[] = "\0\0\0\x09\0\x03\0\0\0";
static const char password[] = "p\0\0\0\x0bsecret\0";
static const char scram_first[] = "p\0\0\0\x16SCRAM-SHA-256\0\0\0\0\0";
static const char scram_proof[] = "p\0\0\0\x0a"
								  "c=biws";

static bool
send_packet(struct login_guard *guard, const unsigned char *bytes, size_t length_bytes)
{
	if (!login_guard_may_send(guard, bytes, length_bytes))
		return false;
	login_guard_sent(guard, bytes, length_bytes, length_bytes);
	return true;
}

/* A password leaves only where it was asked for and is allowed. */
static void
check_password(const struct login_guard *guard)
{
	struct login_guard copy = *guard;

	if (guard->stage != LOGIN_READY && send_packet(&copy, BYTES(password)))
		REQUIRE(guard->stage == LOGIN_CLEAR_TEXT_DUE &&
		        (guard->allowed & AUTHENTICATION_PASSWORD) != 0 &&
		        guard->channel.route != LOGIN_OVER_NETWORK);
}

/* What libpq would do. */
static void
answer(struct login_guard *guard)
{
	if (guard->stage == LOGIN_SCRAM_DUE)
		REQUIRE(send_packet(guard, BYTES(scram_first)));
	else if (guard->stage == LOGIN_SCRAM_PROOF_DUE)
		REQUIRE(send_packet(guard, BYTES(scram_proof)));
	else if (guard->stage == LOGIN_CLEAR_TEXT_DUE)
		REQUIRE(send_packet(guard, BYTES(password)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length_bytes)
{
	if (length_bytes == 0)
		return 0;

	int64_t allowed = bytes[0] & AUTHENTICATION_ALL;
	struct login_channel channel = {.route = (bytes[0] & 16) != 0 ? LOGIN_OVER_LOOPBACK
	                                                              : LOGIN_OVER_NETWORK};
	struct login_guard guard = {.allowed = allowed, .has_password = true};
	bool passes = true;

	login_guard_begin(&guard, &channel);
	REQUIRE(send_packet(&guard, (const unsigned char *)startup, sizeof startup - 1));
	bytes++;
	length_bytes--;
	while (passes && length_bytes > 0)
	{
		size_t piece_bytes = bytes[0] < length_bytes - 1 ? bytes[0] : length_bytes - 1;

		passes = login_guard_receive(&guard, bytes + 1, piece_bytes);
		REQUIRE(passes == (guard.refusal == LOGIN_NOT_REFUSED));
		check_password(&guard);
		if (passes)
			answer(&guard);
		bytes += piece_bytes + 1;
		length_bytes -= piece_bytes + 1;
	}
	if (guard.stage == LOGIN_READY && (allowed & ~AUTHENTICATION_SCRAM) == 0)
		REQUIRE(guard.server_has_proved);
	return 0;
}
