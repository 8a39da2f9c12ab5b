#ifndef ADAPTER_SETTINGS_ENVIRONMENT_SECRET_H
#define ADAPTER_SETTINGS_ENVIRONMENT_SECRET_H

/*
 * Secrets that came in environment variables.
 *
 * They are taken out of the environment when the program starts, and overwritten there:
 * /proc/PID/environ and child processes show none of them. A copy is kept of those that the command
 * uses, since settings are read again before every login.
 */

#include <stddef.h>

#include "domain/settings.h"

struct environment_secrets
{
	char **variables; /* "NAME=VALUE" */
	size_t count;
};

/* PGPASSWORD, and every setting that is a secret. Call before threads start. */
void environment_secrets_take(struct environment_secrets *secrets);

/* A variable's value, or NULL. Borrowed. */
const char *environment_secrets_value(const struct environment_secrets *secrets, const char *name);

/*
 * Wipes those that are not used. DATABASE_URL loses only its password, together with
 * NOETL_ADMIN_PASSWORD: owners are reached by the host in it.
 */
void environment_secrets_keep(struct environment_secrets *secrets,
                              const bool used[static SETTING_COUNT]);

void environment_secrets_free(struct environment_secrets *secrets);

/*
 * Takes one variable of any origin out of the environment, where its value is overwritten. The
 * caller wipes and frees the answer.
 */
char *environment_secret_take(const char *name);

#endif
