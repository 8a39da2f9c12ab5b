#ifndef ADAPTER_SETTINGS_SERVICE_FILE_H
#define ADAPTER_SETTINGS_SERVICE_FILE_H

/*
 * The owner's connection out of a service file of libpq (PGSERVICE, PGSERVICEFILE, else
 * ~/.pg_service.conf).
 */

#include "domain/settings.h"

/*
 * Offers what the file says of the service, with the rank of libpq's variables: host, port, user,
 * password, dbname and what DATABASE_URL may have as settings. A file that cannot be read, a
 * service that is not in it and another parameter are problems, which show no value.
 */
void service_file_read(struct settings *settings, const char *path, const char *service);

#endif
