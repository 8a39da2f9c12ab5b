#ifndef ADAPTER_POSTGRES_WIRE_LOGIN_PACKET_H
#define ADAPTER_POSTGRES_WIRE_LOGIN_PACKET_H

/*
 * The packets of a login, as they are on the wire (PostgreSQL manual, "Message Formats" and
 * "SASL Authentication"; RFC 5802 for what SCRAM puts into them).
 *
 * The functions keep no state and trust nothing: every length is checked.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Authentication messages of the server (PostgreSQL manual, "Message Formats"). */
enum login_question
{
	LOGIN_OK = 0,
	LOGIN_CLEAR_TEXT = 3,
	LOGIN_MD5 = 5,
	LOGIN_SASL = 10,
	LOGIN_SASL_CONTINUE = 11,
	LOGIN_SASL_FINAL = 12
};

/* Four bytes, the highest first. */
uint32_t packet_number(const unsigned char *bytes);

/* A packet of ours that opens a connection: a request for encryption, the startup packet, TLS. */
bool packet_begins_connection(const unsigned char *bytes, size_t length_bytes);
bool packet_asks_for_encryption(const unsigned char *bytes, size_t length_bytes);
/* The handshake of TLS without asking first (sslnegotiation=direct, libpq 17 and later). */
bool packet_begins_encryption(const unsigned char *bytes, size_t length_bytes);

/* Answers of ours; the first byte is the type. */
bool packet_is_password(const unsigned char *bytes, size_t length_bytes);
bool packet_is_md5(const unsigned char *bytes, size_t length_bytes);
bool packet_is_scram_first(const unsigned char *bytes, size_t length_bytes);
bool packet_is_scram_proof(const unsigned char *bytes, size_t length_bytes);

/* What follows the code of a question of the server. */
bool packet_has_length_of_question(uint32_t question, size_t payload_bytes);
bool packet_offers_scram(const unsigned char *payload, size_t length_bytes);
/* "r=...,s=...,i=4096"; false if it is anything else. */
bool packet_read_iterations(const unsigned char *payload, size_t length_bytes,
                            uint64_t *iteration_count);

#endif
