#ifndef ADAPTER_SETTINGS_ENVIRONMENT_H
#define ADAPTER_SETTINGS_ENVIRONMENT_H

/* Settings from environment variables. A value is taken byte for byte. */

#include "domain/settings.h"

/* Every variable named as a setting is. */
void environment_read(struct settings *settings);

/*
 * PGHOST, PGPORT, PGUSER, PGDATABASE and the password, with the rank of libpq.
 *
 * password  PGPASSWORD, as environment_take() gave it
 */
void environment_read_libpq(struct settings *settings, const char *password);

/* Its value, or NULL; it is gone from the environment afterwards. The caller wipes and frees it. */
char *environment_take(const char *name);

#endif
