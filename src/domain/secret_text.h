#ifndef DOMAIN_SECRET_TEXT_H
#define DOMAIN_SECRET_TEXT_H

#include <stdbool.h>

/*
 * True if a text that should be a name, a host or a word looks as if it contained a password: a
 * URI, "user:password@host", or "password=..." of a connection string. Such a text is never
 * shown, and never taken for a name.
 */
bool secret_text_is_likely(const char *text);

#endif
