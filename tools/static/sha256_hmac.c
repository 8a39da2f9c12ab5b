/*
 * HMAC-SHA-256 and random bytes for libpq, in place of its own by way of
 * OpenSSL's EVP layer.
 *
 * A login by SCRAM takes 4,096 HMACs under one key, the password. libpq sets the
 * key up anew for each and goes through EVP every time, which takes longer than
 * everything else that a run with nothing to do does. Here the two states that
 * follow from the key are kept (RFC 2104, section 4), and OpenSSL's SHA-256,
 * which uses the processor's instructions for it, is called directly. Without
 * EVP and its random generator a connection without TLS does not set OpenSSL up
 * at all, which halves the memory.
 *
 * Implements common/hmac.h and pg_strong_random() of port.h. Hashes other than
 * SHA-256 are not asked for by libpq; creating one fails.
 */
#define OPENSSL_API_COMPAT 10101 /* the one-hash functions are called deprecated since 3.0 */

#include "postgres_fe.h"

#include <openssl/sha.h>
#include <sys/random.h>

#include "common/hmac.h"

enum
{
	INNER_PAD = 0x36,
	OUTER_PAD = 0x5c
};

struct pg_hmac_ctx
{
	bool has_key;
	size_t key_length;
	uint8 key[SHA256_CBLOCK];
	SHA256_CTX inner_start; /* after the padded key */
	SHA256_CTX outer_start;
	SHA256_CTX inner;
};

pg_hmac_ctx *
pg_hmac_create(pg_cryptohash_type type)
{
	return type == PG_SHA256 ? calloc(1, sizeof(pg_hmac_ctx)) : NULL;
}

static void
start(SHA256_CTX *state, const uint8 *key, size_t length, uint8 pad)
{
	uint8 block[SHA256_CBLOCK];

	memset(block, pad, sizeof(block));
	for (size_t i = 0; i < length; i++)
		block[i] ^= key[i];
	SHA256_Init(state);
	SHA256_Update(state, block, sizeof(block));
	explicit_bzero(block, sizeof(block));
}

int
pg_hmac_init(pg_hmac_ctx *ctx, const uint8 *key, size_t len)
{
	uint8 digest[SHA256_DIGEST_LENGTH];

	if (ctx == NULL)
		return -1;
	if (len > SHA256_CBLOCK)
	{
		SHA256_CTX whole;

		SHA256_Init(&whole);
		SHA256_Update(&whole, key, len);
		SHA256_Final(digest, &whole);
		key = digest;
		len = sizeof(digest);
	}
	if (!ctx->has_key || ctx->key_length != len || memcmp(ctx->key, key, len) != 0)
	{
		memcpy(ctx->key, key, len);
		ctx->key_length = len;
		ctx->has_key = true;
		start(&ctx->inner_start, key, len, INNER_PAD);
		start(&ctx->outer_start, key, len, OUTER_PAD);
	}
	ctx->inner = ctx->inner_start;
	explicit_bzero(digest, sizeof(digest));
	return 0;
}

int
pg_hmac_update(pg_hmac_ctx *ctx, const uint8 *data, size_t len)
{
	return ctx != NULL && SHA256_Update(&ctx->inner, data, len) == 1 ? 0 : -1;
}

int
pg_hmac_final(pg_hmac_ctx *ctx, uint8 *dest, size_t len)
{
	uint8 digest[SHA256_DIGEST_LENGTH];
	SHA256_CTX outer;

	if (ctx == NULL || len < SHA256_DIGEST_LENGTH)
		return -1;
	SHA256_Final(digest, &ctx->inner);
	outer = ctx->outer_start;
	SHA256_Update(&outer, digest, sizeof(digest));
	SHA256_Final(dest, &outer);
	return 0;
}

void
pg_hmac_free(pg_hmac_ctx *ctx)
{
	if (ctx == NULL)
		return;
	explicit_bzero(ctx, sizeof(*ctx));
	free(ctx);
}

const char *
pg_hmac_error(pg_hmac_ctx *ctx)
{
	return ctx == NULL ? "out of memory" : "destination buffer too small";
}

void
pg_strong_random_init(void)
{
}

bool
pg_strong_random(void *buf, size_t len)
{
	uint8 *next = buf;

	while (len > 0)
	{
		ssize_t count = getrandom(next, len, 0);

		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return false;
		next += count;
		len -= (size_t)count;
	}
	return true;
}
