#ifndef DOMAIN_AUTHENTICATION_H
#define DOMAIN_AUTHENTICATION_H

/*
 * The ways in which a server may ask for a password, as NOETL_AUTH names them.
 *
 * The syntax is that of libpq's require_auth: a list of methods separated by commas, or a list of
 * methods that each carry a "!", which means all others.
 */

#include <stdbool.h>
#include <stdint.h>

/* A set of methods is the sum of its members. A set that contains another one is weaker than it. */
enum authentication_method
{
	AUTHENTICATION_SCRAM = 1 << 0,    /* the server proves that it knows the password */
	AUTHENTICATION_MD5 = 1 << 1,      /* a hash that suffices to log in elsewhere */
	AUTHENTICATION_PASSWORD = 1 << 2, /* clear text */
	AUTHENTICATION_NONE = 1 << 3      /* no question at all */
};

enum
{
	AUTHENTICATION_ALL = (AUTHENTICATION_NONE << 1) - 1
};

/*
 * methods  written on success: a set of enum authentication_method, never empty
 * False for an unknown word, one that comes twice, a mixture of both forms, and methods that the
 * program never uses (gss, sspi, oauth) unless they are excluded.
 */
bool authentication_parse(const char *text, int64_t *methods);

/* "scram-sha-256", "md5", ...: how NOETL_AUTH names a single method. */
const char *authentication_method_name(enum authentication_method method);

/* A set as NOETL_AUTH would have it. The caller frees it. */
char *authentication_list(int64_t methods);

#endif
