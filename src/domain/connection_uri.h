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

/*
 * The same URI without its password, and the password with its escapes resolved, or NULL if it
 * has none. Both of a URI without a problem; NULL for one with a problem. The caller frees the
 * first, and wipes and frees the second.
 */
char *connection_uri_without_password(const char *uri);
char *connection_uri_password(const char *uri);

#endif
