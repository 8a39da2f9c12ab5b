#ifndef ADAPTER_SETTINGS_DATABASE_URL_H
#define ADAPTER_SETTINGS_DATABASE_URL_H

#include "domain/settings.h"

/*
 * Offers what DATABASE_URL of the environment demands of TLS and authentication. Call it before
 * reading the sources that must not weaken it.
 */
void database_url_demand(struct settings *settings);

/*
 * Offers the settings in DATABASE_URL, with the rank of libpq, keeps the other parameters for libpq
 * (settings_connection_parameters()), and forgets the URL. A URL that cannot be read, or has an
 * unsupported parameter, is a problem. Only the parameter's name is shown, since any other part may
 * be the password.
 */
void database_url_read(struct settings *settings);

#endif
