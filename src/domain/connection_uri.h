#ifndef DOMAIN_CONNECTION_URI_H
#define DOMAIN_CONNECTION_URI_H

#include <stdbool.h>

/* True for "postgresql://" and "postgres://". */
bool connection_uri_has_scheme(const char *uri);

/*
 * Checks a URI that connection_uri_has_scheme() accepts. NULL if its only password stands between
 * user and host and every other part is in its place. Otherwise the problem, in words that follow
 * "the URI" and repeat no part of it. Stricter than libpq, which takes what should have been
 * escaped for a host or for the database's name.
 */
const char *connection_uri_problem(const char *uri);

/*
 * The URI without its password, and its password with escapes resolved, or NULL if it has none.
 * Both are NULL for a URI with a problem. The caller frees the first, and wipes and frees the
 * second.
 */
char *connection_uri_without_password(const char *uri);
char *connection_uri_password(const char *uri);

#endif
