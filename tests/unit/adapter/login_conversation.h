#ifndef LOGIN_CONVERSATION_H
#define LOGIN_CONVERSATION_H

/* What a server and libpq say to each other during a login, for the tests of login_guard.h. */

#include "unit_test.h"

#include "adapter/postgres/wire/login_guard.h"
#include "adapter/postgres/wire/login_packet.h"
#include "domain/authentication.h"

#define BYTES(literal) (const unsigned char *)(literal), sizeof(literal) - 1

#define ENCRYPTION_REQUEST "\0\0\0\x08\x04\xd2\x16\x2f"
#define STARTUP "\0\0\0\x09\0\x03\0\0\0"
#define ASKS_CLEAR_TEXT "R\0\0\0\x08\0\0\0\x03"
#define ASKS_MD5 "R\0\0\0\x0c\0\0\0\x05salt"
#define ASKS_SCRAM "R\0\0\0\x17\0\0\0\x0aSCRAM-SHA-256\0\0"
#define SCRAM_GOES_ON "R\0\0\0\x16\0\0\0\x0br=a,s=b,i=4096"
#define SCRAM_ENDS "R\0\0\0\x0e\0\0\0\x0cv=sign"
#define ALL_IS_WELL "R\0\0\0\x08\0\0\0\0"
#define READY "Z\0\0\0\x05I"
#define PASSWORD "p\0\0\0\x0bsecret\0"
#define MD5_HASH "p\0\0\0\x28md50123456789abcdef0123456789abcdef\0"
#define SCRAM_FIRST "p\0\0\0\x16SCRAM-SHA-256\0\0\0\0\0"
#define SCRAM_PROOF \
	"p\0\0\0\x0a"   \
	"c=biws"

static inline struct login_guard
guard_of(int64_t allowed)
{
	return (struct login_guard){.allowed = allowed, .has_password = true};
}

static inline bool
receive(struct login_guard *guard, const unsigned char *bytes, size_t length_bytes)
{
	return login_guard_receive(guard, bytes, length_bytes);
}

static inline bool
send_packet(struct login_guard *guard, const unsigned char *bytes, size_t length_bytes)
{
	if (!login_guard_may_send(guard, bytes, length_bytes))
		return false;
	login_guard_sent(guard, bytes, length_bytes, length_bytes);
	return true;
}

static inline struct login_guard
started_guard(int64_t allowed, struct login_channel channel)
{
	struct login_guard guard = guard_of(allowed);

	login_guard_begin(&guard, &channel);
	assert_true(send_packet(&guard, BYTES(STARTUP)));
	assert_int_equal(guard.stage, LOGIN_STARTED);
	return guard;
}

static const struct login_channel open_channel;

static inline void
go_through_scram(struct login_guard *guard)
{
	assert_true(receive(guard, BYTES(ASKS_SCRAM)));
	assert_true(send_packet(guard, BYTES(SCRAM_FIRST)));
	assert_true(receive(guard, BYTES(SCRAM_GOES_ON)));
	assert_true(send_packet(guard, BYTES(SCRAM_PROOF)));
}

static inline void
check_refused(struct login_guard *guard, enum login_refusal refusal)
{
	assert_int_equal(guard->refusal, refusal);
	/* From then on nothing passes, in either direction. */
	assert_false(receive(guard, BYTES(ALL_IS_WELL)));
	assert_false(send_packet(guard, BYTES(PASSWORD)));
	assert_false(send_packet(guard, BYTES(STARTUP)));
}

#endif
