#ifndef ADAPTER_SETTINGS_DATABASE_URL_H
#define ADAPTER_SETTINGS_DATABASE_URL_H

#include "domain/settings.h"

/*
 * Offers what the setting DATABASE_URL says of host, port, user, password and
 * database, with the rank of libpq. One that libpq cannot read is a problem; no
 * part of it is shown, since any part may be the password.
 */
void database_url_read(struct settings *settings);

#endif
