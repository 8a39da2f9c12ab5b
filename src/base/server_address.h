#ifndef BASE_SERVER_ADDRESS_H
#define BASE_SERVER_ADDRESS_H

#include <stdbool.h>

/*
 * A host name or an address: letters, digits, '.', '-' and '_', or an IPv6 address with or
 * without a zone. Nothing else can be one, and a user or a password may be in what is not.
 */
bool server_address_is_host(const char *host);

/*
 * Hosts separated by commas, each as above, or a socket's folder ("/run/postgresql"), or the
 * name of an abstract socket ("@name").
 */
bool server_address_is_host_list(const char *hosts);

#endif
