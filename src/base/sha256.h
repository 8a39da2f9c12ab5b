#ifndef BASE_SHA256_H
#define BASE_SHA256_H

/*
 * SHA-256 (FIPS 180-4), for checksums of scripts and fingerprints of catalogs.
 *
 * Not for secrets, for which the TLS library is used. It is here because that library takes longer
 * to start than a run with nothing to do may take.
 */

#include <stddef.h>
#include <stdint.h>

enum
{
	SHA256_BLOCK_BYTES = 64,
	SHA256_HEX_BYTES = 64 + 1 /* digits and NUL */
};

struct sha256
{
	uint32_t state[8];
	uint64_t length_bytes;
	unsigned char block[SHA256_BLOCK_BYTES];
};

void sha256_begin(struct sha256 *sha256);
void sha256_add(struct sha256 *sha256, const void *bytes, size_t length_bytes);

/* Adds a text and the NUL that ends it, so that two texts never read as one. */
void sha256_add_text(struct sha256 *sha256, const char *text);

/* Writes lower-case hexadecimal digits and NUL; the sum cannot be added to afterwards. */
void sha256_finish(struct sha256 *sha256, char hex[SHA256_HEX_BYTES]);

#endif
