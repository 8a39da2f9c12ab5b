#ifndef ADAPTER_SETTINGS_DATABASE_URL_H
#define ADAPTER_SETTINGS_DATABASE_URL_H

#include "domain/settings.h"

/*
 * Offers what DATABASE_URL of the environment demands of TLS and authentication, before sources
 * are read that may not weaken it.
 */
void database_url_demand(struct settings *settings);

/*
 * Offers what the setting DATABASE_URL says, with the rank of libpq, keeps what else libpq is to
 * know (settings_connection_parameters()), and forgets the URL. One that cannot be read, or has a
 * parameter that is not served, is a problem; no part of it is shown but a parameter's name,
 * since any part may be the password.
 */
void database_url_read(struct settings *settings);

#endif
