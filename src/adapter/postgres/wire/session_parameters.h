#ifndef ADAPTER_POSTGRES_WIRE_SESSION_PARAMETERS_H
#define ADAPTER_POSTGRES_WIRE_SESSION_PARAMETERS_H

/*
 * The parameters of libpq for one login: arrays of keywords and values, so that every character may
 * stand in a password and nothing has to be quoted.
 *
 * Later entries win. Ours come first, then the further parameters of DATABASE_URL,
 * then what the settings decide. PG* variables fill what is left (libpq does that).
 */

#include <stdbool.h>
#include <stddef.h>

#include "adapter/postgres/wire/resolve.h"
#include "domain/login.h"

enum
{
	SESSION_PARAMETER_LIMIT = 80 /* libpq knows about forty; ours and the end besides */
};

struct session_parameters
{
	const char *keywords[SESSION_PARAMETER_LIMIT];
	const char *values[SESSION_PARAMETER_LIMIT];
	size_t count;
	char *methods;     /* for require_auth, or NULL */
	void *url_options; /* of PQconninfoParse(); the values point into it */
};

/* FAILURE_SETTINGS for a malformed URL or a system bundle of certificates that is not there. */
bool session_parameters_make(const struct login *login, struct session_parameters *parameters,
                             struct failure *failure);

/* The value of a keyword for libpq; NULL: none, which leaves it to the environment. */
const char *session_parameters_value(const struct session_parameters *parameters,
                                     const char *keyword);

/* Chooses where to; candidate and parameters must outlive the login. */
void session_parameters_aim(struct session_parameters *parameters,
                            const struct candidate *candidate);

void session_parameters_free(struct session_parameters *parameters);
#define cleanup_session_parameters __attribute__((cleanup(session_parameters_free)))

#endif
