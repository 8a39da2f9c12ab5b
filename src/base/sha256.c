#include "base/sha256.h"

#include <string.h>

enum
{
	LENGTH_FIELD_BYTES = 8, /* the message's length in bits ends the last block */
	ROUND_COUNT = 64,
	STATE_WORDS = 8
};

/* First 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t round_constants[ROUND_COUNT] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t
rotate(uint32_t word, unsigned count)
{
	return (word >> count) | (word << (32 - count));
}

/* Section 6.2.2, step 1. */
static void
make_schedule(const unsigned char block[SHA256_BLOCK_BYTES], uint32_t schedule[ROUND_COUNT])
{
	for (size_t at = 0; at < 16; at++)
		schedule[at] = (uint32_t)block[at * 4] << 24 | (uint32_t)block[at * 4 + 1] << 16 |
		               (uint32_t)block[at * 4 + 2] << 8 | (uint32_t)block[at * 4 + 3];
	for (size_t at = 16; at < ROUND_COUNT; at++)
	{
		uint32_t near = schedule[at - 2];
		uint32_t far = schedule[at - 15];

		schedule[at] = (rotate(near, 17) ^ rotate(near, 19) ^ (near >> 10)) + schedule[at - 7] +
		               (rotate(far, 7) ^ rotate(far, 18) ^ (far >> 3)) + schedule[at - 16];
	}
}

/*
 * Section 6.2.2, steps 2 to 4; the letters are the standard's. Variables of their
 * own stay in registers, where an array that is shifted does not.
 */
static void
take_block(struct sha256 *sha256)
{
	uint32_t schedule[ROUND_COUNT];
	uint32_t *state = sha256->state;
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
	uint32_t e = state[4], f = state[5], g = state[6], h = state[7];

	make_schedule(sha256->block, schedule);
	for (size_t round = 0; round < ROUND_COUNT; round++)
	{
		uint32_t choice = (e & f) ^ (~e & g);
		uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
		uint32_t first = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice +
		                 round_constants[round] + schedule[round];
		uint32_t second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority;

		h = g;
		g = f;
		f = e;
		e = d + first;
		d = c;
		c = b;
		b = a;
		a = first + second;
	}

	const uint32_t added[STATE_WORDS] = {a, b, c, d, e, f, g, h};

	for (size_t word = 0; word < STATE_WORDS; word++)
		state[word] += added[word];
}

void
sha256_begin(struct sha256 *sha256)
{
	/* First 32 bits of the fractional parts of the square roots of the first 8 primes. */
	*sha256 = (struct sha256){.state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f,
	                                    0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
}

void
sha256_add(struct sha256 *sha256, const void *bytes, size_t length_bytes)
{
	const unsigned char *next = bytes;

	while (length_bytes > 0)
	{
		size_t used_bytes = sha256->length_bytes % SHA256_BLOCK_BYTES;
		size_t taken_bytes = SHA256_BLOCK_BYTES - used_bytes;

		if (taken_bytes > length_bytes)
			taken_bytes = length_bytes;
		memcpy(sha256->block + used_bytes, next, taken_bytes);
		sha256->length_bytes += taken_bytes;
		next += taken_bytes;
		length_bytes -= taken_bytes;
		if (sha256->length_bytes % SHA256_BLOCK_BYTES == 0)
			take_block(sha256);
	}
}

void
sha256_add_text(struct sha256 *sha256, const char *text)
{
	sha256_add(sha256, text, strlen(text) + 1);
}

/* Section 5.1.1: a one bit, zeros, and the length in bits. */
static void
add_padding(struct sha256 *sha256)
{
	static const unsigned char padding[SHA256_BLOCK_BYTES] = {0x80};
	uint64_t length_bits = sha256->length_bytes * 8;
	size_t used_bytes = sha256->length_bytes % SHA256_BLOCK_BYTES;
	size_t end_bytes = SHA256_BLOCK_BYTES - LENGTH_FIELD_BYTES;
	unsigned char length_field[LENGTH_FIELD_BYTES];

	sha256_add(sha256, padding,
	           used_bytes < end_bytes ? end_bytes - used_bytes
	                                  : SHA256_BLOCK_BYTES + end_bytes - used_bytes);
	for (size_t at = 0; at < LENGTH_FIELD_BYTES; at++)
		length_field[at] = (unsigned char)(length_bits >> (56 - 8 * at));
	sha256_add(sha256, length_field, sizeof length_field);
}

void
sha256_finish(struct sha256 *sha256, char hex[SHA256_HEX_BYTES])
{
	static const char digits[] = "0123456789abcdef";

	add_padding(sha256);
	for (size_t at = 0; at < SHA256_HEX_BYTES - 1; at++)
		hex[at] = digits[(sha256->state[at / 8] >> (28 - 4 * (at % 8))) & 0xf];
	hex[SHA256_HEX_BYTES - 1] = '\0';
}
