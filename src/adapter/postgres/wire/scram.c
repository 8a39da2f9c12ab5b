#include "adapter/postgres/wire/scram.h"

#include <common/saslprep.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/params.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/stop_signal.h"

enum
{
	KEY_BYTES = 32,    /* SHA-256 */
	SALT_BYTES = 1024, /* PostgreSQL makes 16; more is allowed */
	BASE64_BYTES = SALT_BYTES / 3 * 4 + 4,
	DECODED_BYTES = BASE64_BYTES / 4 * 3,
	ITERATIONS_BETWEEN_LOOKS = 10000 /* for a stop signal: some milliseconds */
};

struct verifier
{
	int iteration_count;
	unsigned char salt[DECODED_BYTES];
	int salt_length_bytes;
	unsigned char stored_key[KEY_BYTES];
};

/* EVP_DecodeBlock counts the padding as bytes; they are taken off again. */
static bool
decode_base64(const char *text, size_t length, unsigned char bytes[DECODED_BYTES],
              int *length_bytes)
{
	if (length == 0 || length % 4 != 0 || length > BASE64_BYTES)
		return false;

	int decoded = EVP_DecodeBlock(bytes, (const unsigned char *)text, (int)length);

	if (decoded < 0)
		return false;
	*length_bytes = decoded - (text[length - 1] == '=') - (text[length - 2] == '=');
	return true;
}

static bool
read_verifier(const char *text, struct verifier *verifier)
{
	unsigned char key[DECODED_BYTES];
	int key_length_bytes = 0;
	char *salt = NULL;

	if (strncmp(text, "SCRAM-SHA-256$", 14) != 0)
		return false;

	long iteration_count = strtol(text + 14, &salt, 10);
	const char *stored_key = strchr(salt, '$');
	const char *server_key = stored_key != NULL ? strchr(stored_key, ':') : NULL;

	if (*salt != ':' || server_key == NULL || iteration_count < 1 ||
	    iteration_count > SCRAM_ITERATIONS_LIMIT)
		return false;
	verifier->iteration_count = (int)iteration_count;
	if (!decode_base64(salt + 1, (size_t)(stored_key - salt - 1), verifier->salt,
	                   &verifier->salt_length_bytes) ||
	    !decode_base64(stored_key + 1, (size_t)(server_key - stored_key - 1), key,
	                   &key_length_bytes) ||
	    key_length_bytes != KEY_BYTES)
		return false;
	memcpy(verifier->stored_key, key, KEY_BYTES);
	return true;
}

static EVP_MAC_CTX *
begin_hmac(const char *key)
{
	char digest[] = "SHA256";
	const OSSL_PARAM parameters[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
		OSSL_PARAM_construct_end(),
	};
	EVP_MAC *method = EVP_MAC_fetch(NULL, OSSL_MAC_NAME_HMAC, NULL);
	EVP_MAC_CTX *hmac = method != NULL ? EVP_MAC_CTX_new(method) : NULL;

	EVP_MAC_free(method);
	if (hmac == NULL ||
	    EVP_MAC_init(hmac, (const unsigned char *)key, strlen(key), parameters) == 1)
		return hmac;
	EVP_MAC_CTX_free(hmac);
	return NULL;
}

static void
finish_hmac(EVP_MAC_CTX **hmac)
{
	EVP_MAC_CTX_free(*hmac);
}

/* The sum of all iterations but the first, which is in salted and in last. */
static bool
iterate_hmac(EVP_MAC_CTX *hmac, int iteration_count, unsigned char last[KEY_BYTES],
             unsigned char salted[KEY_BYTES])
{
	size_t length_bytes = 0;

	for (int iteration = 1; iteration < iteration_count; iteration++)
	{
		if (iteration % ITERATIONS_BETWEEN_LOOKS == 0 && stop_signal_was_received())
			return false;
		/* Without a key: the same one again, whose set-up is kept. */
		if (EVP_MAC_init(hmac, NULL, 0, NULL) != 1 || EVP_MAC_update(hmac, last, KEY_BYTES) != 1 ||
		    EVP_MAC_final(hmac, last, &length_bytes, KEY_BYTES) != 1)
			return false;
		for (size_t index = 0; index < KEY_BYTES; index++)
			salted[index] ^= last[index];
	}
	return true;
}

/* PBKDF2 for one block (RFC 8018, section 5.2). OpenSSL's own cannot be interrupted. */
static bool
compute_salted_password(const struct verifier *verifier, const char *password,
                        unsigned char salted[KEY_BYTES])
{
	static const unsigned char first_block[] = {0, 0, 0, 1};
	__attribute__((cleanup(finish_hmac))) EVP_MAC_CTX *hmac = begin_hmac(password);
	unsigned char last[KEY_BYTES];
	size_t length_bytes = 0;

	if (hmac == NULL ||
	    EVP_MAC_update(hmac, verifier->salt, (size_t)verifier->salt_length_bytes) != 1 ||
	    EVP_MAC_update(hmac, first_block, sizeof first_block) != 1 ||
	    EVP_MAC_final(hmac, last, &length_bytes, KEY_BYTES) != 1)
		return false;
	memcpy(salted, last, KEY_BYTES);

	bool is_done = iterate_hmac(hmac, verifier->iteration_count, last, salted);

	OPENSSL_cleanse(last, sizeof last);
	return is_done;
}

/* StoredKey = H(HMAC(SaltedPassword, "Client Key")), SaltedPassword = PBKDF2 (RFC 5802). */
static bool
compute_stored_key(const struct verifier *verifier, const char *password,
                   unsigned char stored_key[KEY_BYTES])
{
	static const char client_key_label[] = "Client Key";
	unsigned char salted[KEY_BYTES];
	unsigned char client_key[KEY_BYTES];
	unsigned int length_bytes = 0;
	bool is_done =
		compute_salted_password(verifier, password, salted) &&
		HMAC(EVP_sha256(), salted, KEY_BYTES, (const unsigned char *)client_key_label,
	         strlen(client_key_label), client_key, &length_bytes) != NULL &&
		EVP_Digest(client_key, KEY_BYTES, stored_key, &length_bytes, EVP_sha256(), NULL) == 1;

	OPENSSL_cleanse(salted, sizeof salted);
	OPENSSL_cleanse(client_key, sizeof client_key);
	return is_done;
}

bool
scram_verifier_matches(const char *verifier, const char *password, bool *matches)
{
	struct verifier read = {0};
	unsigned char stored_key[KEY_BYTES];
	cleanup_secret char *prepared = NULL;

	if (!read_verifier(verifier, &read))
		return false;
	/* Server and libpq use a password that is not UTF-8 as it is. */
	pg_saslprep_rc code = pg_saslprep(password, &prepared);

	if (code == SASLPREP_OOM)
		return false;
	if (!compute_stored_key(&read, code == SASLPREP_SUCCESS ? prepared : password, stored_key))
		return false;
	*matches = CRYPTO_memcmp(stored_key, read.stored_key, KEY_BYTES) == 0;
	return true;
}
