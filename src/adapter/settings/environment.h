#ifndef ADAPTER_SETTINGS_ENVIRONMENT_H
#define ADAPTER_SETTINGS_ENVIRONMENT_H

/* Settings from environment variables. A value is taken byte for byte. */

#include "adapter/settings/environment_secret.h"
#include "domain/settings.h"

/* Every variable named as a setting is; secrets are in the environment no longer. */
void environment_read(struct settings *settings, const struct environment_secrets *secrets);

/* PGHOST, PGPORT, PGUSER, PGDATABASE, PGREQUIREAUTH and PGPASSWORD, with the rank of libpq. */
void environment_read_libpq(struct settings *settings, const struct environment_secrets *secrets);

#endif
