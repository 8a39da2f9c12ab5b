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

/*
 * The same of the owner's, NOETL_DATABASE_URL: its parts are settings of the URL's own rank. One that
 * another source of that rank or a better one contradicts is a problem. Call it after the
 * environment was read, and again after all sources.
 */
void database_url_read_owners(struct settings *settings);

#endif
