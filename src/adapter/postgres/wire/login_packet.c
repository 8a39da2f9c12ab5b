#include "adapter/postgres/wire/login_packet.h"

#include <string.h>

#include "base/count_of.h"

enum
{
	PROTOCOL_MAJOR = 3,
	ENCRYPTION_REQUEST = 80877103, /* SSLRequest */
	LONGEST_PACKET_BYTES = 1 << 16,
	TLS_HANDSHAKE = 22,
	TLS_MAJOR = 3,
	ANSWER_HEADER_BYTES = 5,
	ITERATION_DIGITS = 15 /* cannot overflow, and far beyond every limit */
};

/* The number after "md5", and the NUL. */
static const char md5_prefix[] = "md5";
static const size_t md5_answer_bytes = 3 + 32 + 1;

static const char *const scram_mechanisms[] = {"SCRAM-SHA-256", "SCRAM-SHA-256-PLUS"};

uint32_t
packet_number(const unsigned char *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* A packet without a type: its length, then a code. Types are letters, so no other begins with 0. */
static bool
has_code(const unsigned char *bytes, size_t length_bytes, uint32_t *code)
{
	if (length_bytes < 8 || packet_number(bytes) != length_bytes ||
	    length_bytes > LONGEST_PACKET_BYTES)
		return false;
	*code = packet_number(bytes + 4);
	return true;
}

bool
packet_asks_for_encryption(const unsigned char *bytes, size_t length_bytes)
{
	uint32_t code = 0;

	return has_code(bytes, length_bytes, &code) && code == ENCRYPTION_REQUEST;
}

bool
packet_begins_encryption(const unsigned char *bytes, size_t length_bytes)
{
	return length_bytes >= 2 && bytes[0] == TLS_HANDSHAKE && bytes[1] == TLS_MAJOR;
}

bool
packet_begins_connection(const unsigned char *bytes, size_t length_bytes)
{
	uint32_t code = 0;

	return packet_asks_for_encryption(bytes, length_bytes) ||
	       (has_code(bytes, length_bytes, &code) && code >> 16 == PROTOCOL_MAJOR);
}

static bool
is_answer(const unsigned char *bytes, size_t length_bytes)
{
	return length_bytes >= ANSWER_HEADER_BYTES && bytes[0] == 'p' &&
	       packet_number(bytes + 1) == length_bytes - 1;
}

bool
packet_is_password(const unsigned char *bytes, size_t length_bytes)
{
	return is_answer(bytes, length_bytes);
}

bool
packet_is_md5(const unsigned char *bytes, size_t length_bytes)
{
	return is_answer(bytes, length_bytes) &&
	       length_bytes == ANSWER_HEADER_BYTES + md5_answer_bytes &&
	       memcmp(bytes + ANSWER_HEADER_BYTES, md5_prefix, strlen(md5_prefix)) == 0;
}

static bool
is_scram_mechanism(const unsigned char *bytes, size_t length_bytes)
{
	for (size_t index = 0; index < COUNT_OF(scram_mechanisms); index++)
	{
		if (length_bytes == strlen(scram_mechanisms[index]) &&
		    memcmp(bytes, scram_mechanisms[index], length_bytes) == 0)
			return true;
	}
	return false;
}

bool
packet_is_scram_first(const unsigned char *bytes, size_t length_bytes)
{
	if (!is_answer(bytes, length_bytes))
		return false;

	const unsigned char *mechanism = bytes + ANSWER_HEADER_BYTES;

	return is_scram_mechanism(mechanism,
	                          strnlen((const char *)mechanism, length_bytes - ANSWER_HEADER_BYTES));
}

/* The channel's binding comes first: "c=...,r=...,p=...". */
bool
packet_is_scram_proof(const unsigned char *bytes, size_t length_bytes)
{
	return is_answer(bytes, length_bytes) && length_bytes >= ANSWER_HEADER_BYTES + 2 &&
	       memcmp(bytes + ANSWER_HEADER_BYTES, "c=", 2) == 0;
}

bool
packet_has_length_of_question(uint32_t question, size_t payload_bytes)
{
	switch (question)
	{
		case LOGIN_OK:
		case LOGIN_CLEAR_TEXT:
			return payload_bytes == 0;
		case LOGIN_MD5:
			return payload_bytes == 4; /* the salt */
		default:
			return true;
	}
}

/* Names that each end in a NUL, and another NUL. */
bool
packet_offers_scram(const unsigned char *payload, size_t length_bytes)
{
	while (length_bytes > 0 && payload[0] != '\0')
	{
		size_t length = strnlen((const char *)payload, length_bytes);

		if (length == length_bytes)
			return false;
		if (is_scram_mechanism(payload, length))
			return true;
		payload += length + 1;
		length_bytes -= length + 1;
	}
	return false;
}

/* Moves behind "<name>=<value>," and says whether it was there. */
static bool
skip_attribute(char name, const unsigned char **cursor, const unsigned char *end)
{
	if (end - *cursor < 2 || (*cursor)[0] != (unsigned char)name || (*cursor)[1] != '=')
		return false;

	const unsigned char *comma = memchr(*cursor, ',', (size_t)(end - *cursor));

	if (comma == NULL)
		return false;
	*cursor = comma + 1;
	return true;
}

bool
packet_read_iterations(const unsigned char *payload, size_t length_bytes, uint64_t *iteration_count)
{
	const unsigned char *cursor = payload;
	const unsigned char *end = payload + length_bytes;
	uint64_t count = 0;

	if (!skip_attribute('r', &cursor, end) || !skip_attribute('s', &cursor, end) ||
	    end - cursor < 3 || cursor[0] != 'i' || cursor[1] != '=')
		return false;
	cursor += 2;
	if (end - cursor > ITERATION_DIGITS)
		return false;
	for (; cursor < end; cursor++)
	{
		if (*cursor < '0' || *cursor > '9')
			return false;
		count = count * 10 + (uint64_t)(*cursor - '0');
	}
	*iteration_count = count;
	return count > 0;
}
