#ifndef DOMAIN_CONNECTION_URI_H
#define DOMAIN_CONNECTION_URI_H

#include <stdbool.h>

/* True if it begins as a URI of PostgreSQL does, "postgresql://" or "postgres://". */
bool connection_uri_has_scheme(const char *uri);

/*
 * NULL if a URI that begins so has a password in one place only, between user and host, and
 * everything else where it belongs; otherwise what is wrong, in words that follow "the URI" and
 * repeat no part of it. Stricter than libpq, which makes a host or a database's name of what
 * should have been escaped.
 */
const char *connection_uri_problem(const char *uri);

#endif
