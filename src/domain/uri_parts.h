#ifndef DOMAIN_URI_PARTS_H
#define DOMAIN_URI_PARTS_H

/*
 * Where the parts of a URI begin and end, found so that a password has one place only.
 *
 * Parsers disagree about characters that should have been escaped: "@" or "/" in a password
 * makes a host, a port or a path of the rest, which then appears in logs and DNS queries. Such
 * a URI is refused here. No problem repeats any part of it.
 */

#include <stdbool.h>
#include <stddef.h>

struct uri_part
{
	const char *bytes; /* borrowed from the URI */
	size_t length_bytes;
};

struct uri_parts
{
	bool has_user;
	struct uri_part user;  /* before the only "@" */
	struct uri_part hosts; /* "host:port", or several separated by commas */
	struct uri_part path;  /* behind the "/" */
	struct uri_part query; /* behind the "?" */
};

/*
 * scheme_bytes  length of what the URI begins with, "postgresql://"
 * Returns NULL, or what is wrong, in words that follow "the URI"; parts are written on success.
 */
const char *uri_parts_split(const char *uri, size_t scheme_bytes, struct uri_parts *parts);

#endif
